"""Dialects: WFS 2.0 and OGC API Features give GeoJSON page by page, a SPARQL endpoint gives rows of a query."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from loaders.services.addresses import joined, with_parameters
from loaders.services.service import Page, Row, ServiceError

_SHOWN = 60


@dataclass(frozen=True)
class _Collection:
    """A GeoJSON feature collection in pages."""

    at_once: int = 1000
    suffix: str = ".geojson"
    accepts: str = "application/geo+json, application/json"

    def identity(self, row: Row) -> str | None:
        """The identifier of a feature."""
        return None if row.get("id") is None else str(row["id"])

    def value(self, row: Row, name: str) -> str:
        """A property of a feature."""
        found = row["properties"].get(name)
        return "" if found is None else str(found)

    def names(self, row: Row) -> set[str]:
        """The names of its properties."""
        return set(row["properties"])

    def write(self, rows: list[Row]) -> bytes:
        """A feature collection, one feature a line, so that two of them can be compared."""
        lines = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
        return f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'.encode()


@dataclass(frozen=True)
class Wfs(_Collection):
    """WFS 2.0 GetFeature in JSON, paged by ``count`` and ``startIndex``.

    Attributes:
        layer: name of the feature type.
        order: property by which the features are put in order, without which pages may overlap.
        system: coordinate system to ask for.
    """

    layer: str = ""
    order: str = ""
    system: str = "EPSG:4326"

    def first(self, address: str, year: int) -> str:
        """Address of the first page."""
        del year
        return with_parameters(address, {**self._asked(), "startIndex": 0})

    def _asked(self) -> dict[str, object]:
        return {
            "service": "WFS",
            "version": "2.0.0",
            "request": "GetFeature",
            "typeNames": self.layer,
            "outputFormat": "application/json",
            "srsName": self.system,
            "sortBy": self.order,
            "count": self.at_once,
        }

    def page(self, body: bytes, address: str, before: int) -> Page:
        """Read a page; the next one starts where this one ends.

        Pages may be smaller than asked. The last is the one that completes what was announced, else an empty one.
        """
        told = _collection(body)
        said = told.get("numberMatched", told.get("totalFeatures"))
        announced = said if isinstance(said, int) else None
        so_far = before + len(told["features"])
        more = announced is None or so_far < announced
        following = with_parameters(address, {**self._asked(), "startIndex": so_far})
        return Page(told["features"], announced, following if more and told["features"] else None)


@dataclass(frozen=True)
class Features(_Collection):
    """OGC API Features: each page links to the next.

    Attributes:
        parameters: what is asked beside the number per page; ``{year}`` stands for the year.
    """

    parameters: Mapping[str, str] = field(default_factory=dict)

    def first(self, address: str, year: int) -> str:
        """Address of the first page."""
        told = {name: text.format(year=year) for name, text in self.parameters.items()}
        return with_parameters(address, {"f": "json", "limit": self.at_once, **told})

    def page(self, body: bytes, address: str, before: int) -> Page:
        """Read a page and its link to the next."""
        del before
        told = _collection(body)
        links = [link for link in told.get("links") or [] if isinstance(link, dict) and link.get("rel") == "next"]
        following = joined(address, str(links[0].get("href"))) if links else None
        if links and (following is None or urlsplit(following)[:2] != urlsplit(address)[:2]):
            raise ServiceError(f"the service goes on at another place ({links[0].get('href')}), which is not followed")
        said = told.get("numberMatched")
        return Page(told["features"], said if isinstance(said, int) else None, following)


@dataclass(frozen=True)
class Sparql:
    """A SELECT query put to a SPARQL endpoint by GET, answered in JSON, written as CSV.

    Attributes:
        query: the query, in an order of its own, without LIMIT and OFFSET.
        columns: columns of the file.
        at_once: rows of a page.
    """

    query: str
    columns: Sequence[str]
    at_once: int = 2000
    suffix: str = ".csv"
    accepts: str = "application/sparql-results+json"

    def first(self, address: str, year: int) -> str:
        """Address of the first page."""
        del year
        return self._from(address, 0)

    def _from(self, address: str, offset: int) -> str:
        query = f"{self.query.strip()}\nLIMIT {self.at_once} OFFSET {offset}"
        return with_parameters(address, {"query": query, "format": self.accepts})

    def page(self, body: bytes, address: str, before: int) -> Page:
        """Read a page; there may be another as long as pages are full."""
        told = _json(body, "the result of a query as JSON")
        try:
            bindings = told["results"]["bindings"]
            rows = [{name: str(cell["value"]) for name, cell in binding.items()} for binding in bindings]
        except (KeyError, TypeError, AttributeError):
            raise ServiceError(f"expected the result of a query as JSON, found {_begin(body)}") from None
        more = len(rows) >= self.at_once
        return Page(rows, None, self._from(address, before + len(rows)) if more else None)

    def identity(self, row: Row) -> str | None:
        """Rows of a query have no name."""
        del row
        return None

    def value(self, row: Row, name: str) -> str:
        """A cell."""
        return str(row.get(name, ""))

    def names(self, row: Row) -> set[str]:
        """The columns that are bound."""
        return set(row)

    def write(self, rows: list[Row]) -> bytes:
        """A CSV file with a line of headings."""
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, self.columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return out.getvalue().encode()


def _json(body: bytes, expected: str) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except ValueError:
        raise ServiceError(f"expected {expected}, found {_begin(body)}") from None
    if not isinstance(told, dict):
        raise ServiceError(f"expected {expected}, found {_begin(body)}")
    return told


def _collection(body: bytes) -> dict[str, Any]:
    """A feature collection of which every feature has properties."""
    told = _json(body, "a GeoJSON feature collection")
    features = told.get("features")
    if not isinstance(features, list) or any(
        not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict) for feature in features
    ):
        raise ServiceError(f"expected a GeoJSON feature collection, found {_begin(body)}")
    return told


def _begin(body: bytes) -> str:
    """How an answer begins, for people."""
    text = " ".join(body[:400].decode("utf-8", errors="replace").split())
    kind = "a web page" if text.lower().startswith(("<!doctype html", "<html")) else "an answer"
    return f"{kind} that begins with {text[:_SHOWN]!r}" if text else "an empty answer"
