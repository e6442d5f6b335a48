"""A stand-in for the services on the web: a local server that answers as each of them does, and as they do on bad days."""

import csv
import hashlib
import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.conftest import ROOT

SPELLINGS = ("Noord-Brabant", "NOORD BRABANT", "Noord-Brabant ", "N-Brabant", "")
"""How the register writes one province."""
Fault = Callable[["Answering"], None]


def rows_of(path: str) -> list[dict[str, str]]:
    with (ROOT / "data" / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def square(longitude: float, latitude: float, half: float = 0.01) -> dict[str, Any]:
    """A made-up outline."""
    west, east, south, north = longitude - half, longitude + half, latitude - half, latitude + half
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }


def feature(name: str, properties: dict[str, Any], longitude: float, latitude: float) -> dict[str, Any]:
    return {"type": "Feature", "id": name, "geometry": square(longitude, latitude), "properties": properties}


def parks() -> list[dict[str, Any]]:
    """The bundled parks as the register gives them, and three made-up ones: nowhere, elsewhere, and with an odd code."""
    given = [
        (row["rin"], row["name"], row["municipality"], SPELLINGS[at % len(SPELLINGS)], row["year"], row["gross_ha"])
        for at, row in enumerate(rows_of("ibis/ibis-2024.csv"))
    ]
    given += [
        ("99000001", "NERGENS (VERZONNEN)", "GM0000", "Noord-Brabant", "2024", "5"),
        ("99000002", "ELDERS (VERZONNEN)", "GM0363", "Noord-Holland", "2024", "6"),
        ("99000003", "NIEUWE CODE (VERZONNEN)", "GM9998", "noord-brabant", "2024", "7"),
    ]
    heads = ("RIN_NUMMER", "PLAN_NAAM", "GEM_CODES", "PROV_NAMEN", "JAAR", "HA_BRUTO")
    made = [
        {**dict(zip(heads, row, strict=True)), "HA_NETTO": None, "HA_TOTTUIT": None, "WLOC_TYPE": "B"} for row in given
    ]
    return [feature(f"IBISbedrijventerreinen.{row['RIN_NUMMER']}", row, 5.1, 51.5) for row in made]


def municipalities() -> list[dict[str, Any]]:
    """The bundled municipalities with made-up outlines, and one elsewhere."""
    at = {row["municipality"]: row for row in rows_of("positions/municipalities.csv")}
    names = [(row["code"], row["name"]) for row in rows_of("municipalities/2026.csv")]
    made = []
    for number, (code, name) in enumerate([*names, ("GM0363", "Amsterdam")]):
        place = at.get(code, {"longitude": "4.9", "latitude": "52.4"})
        properties = {"id": number, "statcode": code, "jrstatcode": f"2026{code}", "statnaam": name, "jaarcode": 2026,
                      "rubriek": "gemeente"}  # fmt: skip
        made.append(feature(f"f{number}", properties, float(place["longitude"]), float(place["latitude"])))
    return made


def codes() -> list[tuple[str, str, str]]:
    """The bundled NACE classes, and made-up ones up to the full number."""
    real = [(row["code"], row["label_nl"], row["label_en"]) for row in rows_of("industry_codes/nace-2.1.csv")]
    taken = {code for code, _, _ in real}
    free = [code for code in (f"{n // 100:02}.{n % 100:02}" for n in range(100, 2000)) if code not in taken]
    return sorted([*real, *((code, "Verzonnen", "Made up") for code in free[: 1047 - len(real)])])


class Answering(BaseHTTPRequestHandler):
    """Answers one request."""

    server: "Standin"
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        told = {name.lower(): values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        name = path.strip("/").partition("/")[0]
        page = told.get("startindex") or told.get("cursor") or told.get("query", "").partition("OFFSET ")[2] or "0"
        label = f"{name} {page}"
        self.server.asked.append(label)
        self.server.headers.append({key.lower(): value for key, value in self.headers.items()})
        self.server.told.append(told)
        faults = self.server.faults.get(label)
        if faults:
            faults.pop(0)(self)
            return
        self.give(getattr(self, f"_{name}")(int(page), told))

    def give(self, told: Any, media_type: str = "application/json") -> None:
        """An answer with an entity tag, or 304 where the asker has it."""
        body = told if isinstance(told, bytes) else json.dumps(told).encode()
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if self.server.tags and self.headers.get("If-None-Match") == tag:
            self.send_response(304)
            self.send_header("ETag", tag)
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        if self.server.tags:
            self.send_header("ETag", tag)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _ibis(self, start: int, told: dict[str, str]) -> Any:
        rows = self.server.parks[start : start + min(int(told["count"]), self.server.most)]
        number = len(self.server.parks) if self.server.announces else "unknown"
        return {"type": "FeatureCollection", "features": rows, "numberMatched": number, "numberReturned": len(rows)}

    def _gemeenten(self, start: int, told: dict[str, str]) -> Any:
        found = [row for row in self.server.municipalities if str(row["properties"]["jaarcode"]) == told["jaarcode"]]
        rows = found[start : start + min(int(told["limit"]), self.server.most)]
        end = start + len(rows)
        links = [{"rel": "self", "href": self.path}]
        if end < len(found):
            address = (
                f"{self.server.address}/gemeenten/items?f=json&limit=1000&jaarcode={told['jaarcode']}&cursor={end}"
            )
            links.append({"rel": "next", "href": address})
        return {"type": "FeatureCollection", "features": rows, "links": links, "numberReturned": len(rows)}

    def _nace(self, start: int, told: dict[str, str]) -> Any:
        limit = int(told["query"].partition("LIMIT ")[2].split()[0])
        names = ("code", "label_nl", "label_en")
        bindings = [
            {name: {"type": "literal", "value": value} for name, value in zip(names, (code, f"{code} {nl}", f"{code} {en}"), strict=True)}
            for code, nl, en in self.server.codes[start : start + limit]
        ]  # fmt: skip
        return {"head": {"vars": list(names)}, "results": {"bindings": bindings}}

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name the base class gives
        """Say nothing."""


class Standin(ThreadingHTTPServer):
    """The server.

    Attributes:
        asked: service and start of every page that was asked for, in order.
        headers: the headers of each question.
        told: the parameters of each question.
        faults: what goes wrong, by page, each once.
        tags: whether answers carry an entity tag.
        announces: whether the number of parks is told.
        most: most features on a page, whatever is asked.
    """

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.address = f"http://127.0.0.1:{self.server_address[1]}"
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.told: list[dict[str, str]] = []
        self.faults: dict[str, list[Fault]] = {}
        self.tags = self.announces = True
        self.most = 1000
        self.parks, self.municipalities, self.codes = parks(), municipalities(), codes()

    def __enter__(self) -> "Standin":
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.shutdown()
        self.server_close()

    @property
    def addresses(self) -> dict[str, str]:
        """Where each service is asked."""
        return {
            name: f"{self.address}/{name}/{end}"
            for name, end in (("ibis", "wfs"), ("gemeenten", "items"), ("nace", "sparql"))
        }


def says(status: int, headers: dict[str, str] | None = None, body: bytes = b"") -> Fault:
    """An answer with a status of its own."""

    def answer(to: Answering) -> None:
        to.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            to.send_header(name, value)
        to.end_headers()
        to.wfile.write(body)

    return answer


def breaks_off(to: Answering) -> None:
    """A connection that is lost in the middle of a page."""
    to.send_response(200)
    to.send_header("Content-Length", "100000")
    to.end_headers()
    to.wfile.write(b'{"type":"FeatureCollection","features":[')
    to.close_connection = True


def gives(told: Any) -> Fault:
    """Another answer than the service should give."""
    return lambda to: to.give(told)
