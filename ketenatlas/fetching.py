"""Fetching into a folder: what a service gives, narrowed to a province or region, as a file that ``load`` takes."""

import datetime
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from graph.catalogue import today
from graph.errors import UsageError
from graph.resources import room
from graph.store import Store
from graph.terms import PREFIXES
from ketenatlas import __version__
from ketenatlas.dataset import Dataset, Progress
from ketenatlas.inputs import FOLDER, loader_named
from ketenatlas.settings import Settings
from loaders.files import identity
from loaders.fitting import SUFFIX, Fitting
from loaders.headings import plain
from loaders.municipalities import GM, Municipality
from loaders.services.client import Client, Manners
from loaders.services.fetching import fetch, write_whole
from loaders.services.service import Row, Service, ServiceError

PAGES = ".pages"
"""Folder in which pages are kept, beside the files."""

_MEMBERS = """
PREFIX ka: <{ka}> PREFIX rdfs: <{rdfs}> PREFIX skos: <{skos}>
SELECT ?area ?label ?code ?former (LANG(?label) AS ?language) ?kind WHERE {{
  {{ ?municipality ka:within ?area . ?area a ka:Province . BIND("province" AS ?kind) }}
  UNION
  {{ ?membership ka:member ?municipality ; ka:region ?area . BIND("region" AS ?kind)
     FILTER NOT EXISTS {{ ?membership ka:validTo ?end . FILTER(STR(?end) < "{day}") }}
     FILTER NOT EXISTS {{ ?membership ka:validFrom ?start . FILTER(STR(?start) > "{day}") }} }}
  ?area rdfs:label ?label .
  ?municipality skos:notation ?code .
  OPTIONAL {{ ?change ka:succeededBy ?municipality ; ka:formerCode ?former }}
}}"""


@dataclass(frozen=True)
class Area:
    """A province or region as the atlas knows it.

    Attributes:
        label: what it is called.
        names: all its names, plain.
        codes: codes of its municipalities, former ones included.
    """

    label: str
    names: frozenset[str]
    codes: frozenset[str]


@dataclass(frozen=True)
class Outcome:
    """What a fetch did.

    Attributes:
        service: what was fetched.
        file: where it lies; its mapping file, with the source, beside it.
        rows: number of things in the file.
        left_out: number of things that lie elsewhere.
        unchanged: whether the file is the one that was there before.
        asked: pages that were asked for and came.
        kept: pages that were still good.
    """

    service: Service
    file: Path
    rows: int
    left_out: int
    unchanged: bool
    asked: int
    kept: int


def area_named(store: Store, given: str, kind: str) -> Area:
    """A province or region of an atlas by its key or its label, however it is written.

    Args:
        store: the atlas.
        given: key or label.
        kind: ``province`` or ``region``; of a region its members of today count.

    Raises:
        UsageError: if there is none of that name.
    """
    found = store.select(_MEMBERS.format(**{name: PREFIXES[name] for name in ("ka", "rdfs", "skos")}, day=today()))
    members = pl.DataFrame(
        [tuple(None if cell is None else str(cell) for cell in row) for row in found.values],
        schema=dict.fromkeys(("area", "label", "code", "former", "language", "kind"), pl.String),
        orient="row",
    ).with_columns(key=pl.col("area").str.extract(r"([^/#]+)$"))
    members = members.filter(pl.col("kind") == kind)
    members = members.sort("language", descending=True, maintain_order=True)  # Dutch first, as the sources are
    called = pl.concat([members.select("area", name="key"), members.select("area", name="label")]).unique(
        maintain_order=True
    )
    fits = [area for area, name in called.iter_rows() if plain(name) == plain(given) or area == given]
    if not fits:
        there = ", ".join(sorted(members.unique("area", keep="first", maintain_order=True)["label"]))
        raise UsageError(f"{given!r} is no {kind} with municipalities in this atlas; there are {there}")
    own = members.filter(pl.col("area") == fits[0])
    names = frozenset(plain(name) for name in own["label"].unique())
    return Area(own["label"][0], names, frozenset({*own["code"], *own["former"].drop_nulls()}))


def narrowed(rows: list[Row], service: Service, area: Area, *, by_name: bool) -> list[Row]:
    """The things that lie in an area, or of which it cannot be told: they are judged when they are loaded.

    A thing is kept if its municipality is one of the area, if its code is not that of a municipality, or, for a
    province, if it names the province, in whatever spelling.
    """
    value = service.dialect.value
    frame = pl.DataFrame(
        {
            "code": [value(row, service.code) for row in rows],
            "province": [plain(value(row, service.province)) if service.province else "" for row in rows],
        },
        schema={"code": pl.String, "province": pl.String},
    ).with_columns(Municipality().tidy(pl.col("code").str.strip_chars()))
    keep = frame.select(
        pl.col("code").is_in(list(area.codes))
        | ~GM.good(pl.col("code"), {})
        | (pl.lit(by_name) & pl.col("province").str.contains_any(sorted(area.names)))
    ).to_series()
    return [row for row, kept in zip(rows, keep, strict=True) if kept]


def fetched(
    service: Service,
    folder: Path,
    settings: Settings,
    *,
    address: str = "",
    year: int = 0,
    province: str = "",
    region: str = "",
    data: Path | None = None,
    builds: Path | None = None,
    sleep: Callable[[float], None] = time.sleep,
    progress: Progress = lambda _: None,
) -> Outcome:
    """Fetch what a service gives into a folder.

    Args:
        service: the service.
        folder: where the file, its mapping file and the pages are kept.
        settings: addresses and manners.
        address: where to ask; by default as the settings or the service itself say.
        year: the year to ask for; this one by default.
        province: keep what lies in this province.
        region: keep what lies in this region.
        data: data set beside which the file will be loaded; the bundled one by default.
        builds: folder of builds whose atlas knows the municipalities of a province or region.
        sleep: waits.
        progress: told what is going on.

    Raises:
        UsageError: if a province, region or year is given that the service or the atlas does not know.
        ServiceError: if the service does not answer as it should; what was fetched before stays as it is.
    """
    if province and region:
        raise UsageError("--province and --region: give one of them")
    if (province or region) and not service.code:
        raise UsageError(f"{service.name} cannot be narrowed to a province or region: it holds no places")
    if year and not service.yearly:
        raise UsageError(f"--year: {service.name} is not asked by year")
    area = None
    if province or region:
        store = Store.open(builds or settings.builds)
        area = area_named(store, province or region, "province" if province else "region")
    manners = Manners(
        f"ketenatlas/{__version__} (+https://w3id.org/ketenatlas/)",
        settings.fetch_pause,
        settings.fetch_seconds,
        settings.fetch_tries,
        settings.fetch_wait,
        settings.fetch_megabytes,
    )
    where = address or settings.services.get(service.name) or service.address
    asked_year = year or datetime.date.fromisoformat(today()).year
    try:
        got = fetch(service, where, asked_year, folder / PAGES / service.name, Client(manners, sleep, progress))
        rows = narrowed(got.rows, service, area, by_name=bool(province)) if area is not None else got.rows
        if not rows:
            place = area.label if area else "the area"
            raise ServiceError(
                f"{service.name}: none of {len(got.rows):,} lies in {place}; what was fetched before stays as it is"
            )
        file = folder / f"{_stem(service, data)}{service.dialect.suffix}"
        content = service.dialect.write(rows)
        unchanged = file.is_file() and file.read_bytes() == content
        if not unchanged:
            write_whole(file, content)
        _describe(file, service, where, area, unchanged=unchanged)
    except OSError as error:
        raise ServiceError(
            f"{error.filename or folder} cannot be written: {error.strerror or error}; what was fetched before stays"
        ) from None
    return Outcome(service, file, len(rows), len(got.rows) - len(rows), unchanged, got.asked, got.kept)


def loaded_already(outcome: Outcome, builds: Path) -> bool:
    """Whether the atlas was built with this very file."""
    path = builds / FOLDER / outcome.service.loader / outcome.file.name
    return path.is_file() and identity(path) == identity(outcome.file)


def _stem(service: Service, data: Path | None) -> str:
    """Name of the file: that of the data set's own table if it has one, so that the fetched one stands in for it."""
    own = Dataset.open(data or room("data")).files(loader_named(service.loader))
    return own[0].stem if len(own) == 1 else service.name


def _describe(file: Path, service: Service, address: str, area: Area | None, *, unchanged: bool) -> None:
    """Write the source into the mapping file beside a file; what else it says is left as it is."""
    path = file.with_name(file.name + SUFFIX)
    former = Fitting.read(path) if path.is_file() else Fitting(ignore=("*",))
    day = former.source.get("retrieved") if unchanged else None
    source = {
        "title": f"{service.title}; {area.label}" if area else service.title,
        "publisher": service.publisher,
        "url": service.page,
        "licence": service.licence,
        "retrieved": day or today(),
        "note": " ".join(part for part in (f"Fetched from {address}.", service.note) if part),
    }
    write_whole(path, replace(former, source=source).text().encode())
