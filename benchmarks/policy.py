"""The policy around a made-up atlas: the invented example of the project, told again for every region.

Each copy speaks of made-up chains, establishments, parks and municipalities in place of its own, so that every table of
the example has rows that hang together. Tables that grow with the number of parks and establishments are drawn beside.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from graph.resources import room
from loaders.lists import words
from loaders.loader import discover

OWN = frozenset(("sources", "chains", "stages", "establishments", "ibis", "participations", "relations", "plots"))
"""Tables of the example that a made-up atlas has of its own."""
STAGES_TOLD = ("voorbeeldketen-grondstof", "voorbeeldketen-onderdelen", "voorbeeldketen-gebruik")
ORDINALS = ("een", "twee", "drie", "vier", "vijf")
TOWNS_TOLD = ("GM0867", "GM0828", "GM0772", "GM0855", "GM0856")
REGIONS_TOLD = ("midden-brabant", "noordoost-brabant")
NEIGHBOURS = ("PV25", "PV31", "NL")
"""Places outside that the example names."""
PARKS_TOLD = 4
EXAMPLE = "made-up-example"
"""Source of what is told again."""
TECHNOLOGIES = 10


@dataclass(frozen=True)
class Names:
    """How things of a made-up atlas are called: by number, their key."""

    towns: int
    parks: int
    regions: int
    chains: int
    stages: int
    sites: int
    town: Callable[[int], str]
    region: Callable[[int], str]


def retold(names: Names) -> dict[str, pl.DataFrame]:
    """Tables of the example, a copy for every region, as far as there are establishments to speak of.

    Returns:
        By loader, its table; all columns are text.
    """
    keys = {name: loader.key for name, loader in discover().items()}
    copies = max(1, min(names.regions, names.sites // len(ORDINALS)))
    made: dict[str, list[pl.DataFrame]] = {}
    for path in sorted((room("examples") / "synthetic").glob("*/*.csv")):
        if path.parent.name in OWN:
            continue
        text = path.read_text(encoding="utf-8")
        for copy in range(copies):
            said = _said(text, _replaced(copy, names), copy)
            table = pl.read_csv(said.encode(), infer_schema=False)
            made.setdefault(path.parent.name, []).append(table)
    return {name: _distinct(pl.concat(tables, how="diagonal"), keys[name]) for name, tables in made.items()}


def _distinct(table: pl.DataFrame, key: tuple[str, ...]) -> pl.DataFrame:
    return table.unique([name for name in key if name in table.columns], keep="first", maintain_order=True)


def _replaced(copy: int, names: Names) -> dict[str, str]:
    """What each word of the example is in a copy; longer words come first."""
    chain = copy % names.chains
    told = {word: f"s{chain * names.stages + at}" for at, word in enumerate(STAGES_TOLD)}
    told["voorbeeldketen"] = f"c{chain}"
    for at, ordinal in enumerate(ORDINALS):
        told[f"voorbeeldvestiging-{ordinal}"] = f"e{copy * len(ORDINALS) + at}"
    for at in range(PARKS_TOLD):
        told[f"9990000{at + 1}"] = str(1000 + (copy * PARKS_TOLD + at) % names.parks)
    told.update({word: names.town((copy * len(TOWNS_TOLD) + at) % names.towns) for at, word in enumerate(TOWNS_TOLD)})
    told.update({word: names.region((copy + at) % names.regions) for at, word in enumerate(REGIONS_TOLD)})
    return {**told, "synthetic-example": EXAMPLE, "waterstof": f"coalition-{copy}"}


def _said(text: str, told: Mapping[str, str], copy: int) -> str:
    """The text of a table in a copy; a word of the example that stands for nothing else gets the number of the copy."""
    heading, _, rows = text.partition("\n")
    known = "|".join(sorted(map(re.escape, told), key=len, reverse=True))
    rows = re.sub(rf"(?<!\w)(?:{known})(?!\w)", lambda found: told[found[0]], rows)
    rows = rows.replace("(verzonnen)", f"(verzonnen {copy})").replace("(invented)", f"(invented {copy})")
    return heading + "\n" + re.sub(r"(?<![\w-])voorbeeld[a-z]+(?:-[a-z0-9]+)*", lambda word: f"{word[0]}-{copy}", rows)


def drawn(names: Names, draw: np.random.Generator) -> dict[str, pl.DataFrame]:
    """Tables that grow with the number of places, parks and establishments.

    Returns:
        By loader, its table, without source and date.
    """
    return {
        "coalitions": _concepts("coalition_id", [f"coalition-{one}" for one in range(names.regions)]),
        "technologies": _concepts("technology_id", [f"technology-{one}" for one in range(TECHNOLOGIES)]).with_columns(
            frame=pl.lit("nts"), position=pl.int_range(1, TECHNOLOGIES + 1)
        ),
        "mappings": _mappings(names),
        "positions": pl.DataFrame(
            {
                "municipality": [names.town(one) for one in range(names.towns)],
                "longitude": np.round(4 + 2.5 * draw.random(names.towns), 4),
                "latitude": np.round(51.3 + 1.5 * draw.random(names.towns), 4),
            }
        ),
        "establishment_counts": pl.DataFrame({"municipality": [names.town(one) for one in range(names.towns)]})
        .with_columns(establishments=pl.lit(5 * names.sites // names.towns + 1), evidence=pl.lit("synthetic")),
        **_of_parks(names, draw),
        **_of_sites(names, draw),
    }  # fmt: skip


def _concepts(key: str, names: list[str]) -> pl.DataFrame:
    told = {"label_nl": "{}", "label_en": "{}", "definition_nl": "{}, verzonnen.", "definition_en": "{}, made up."}
    return pl.DataFrame({key: names}).with_columns(**{name: pl.format(form, key) for name, form in told.items()})


def _mappings(names: Names) -> pl.DataFrame:
    kinds = {"chain": [f"c{one}" for one in range(names.chains)]}
    kinds["coalition"] = [f"coalition-{one}" for one in range(names.regions)]
    rows = [
        (kind, key, f"technology-{at % TECHNOLOGIES}") for kind, keys in kinds.items() for at, key in enumerate(keys)
    ]
    return pl.DataFrame(rows, schema=["subject_kind", "subject", "object"], orient="row").with_columns(
        object_kind=pl.lit("technology"),
        mapping_kind=pl.lit("related"),
        confidence=pl.lit(0.5),
        justification=pl.lit("verzonnen"),
        confirmation=pl.lit("to-be-confirmed"),
        evidence=pl.lit("synthetic"),
    )


def pick(words_: list[str], number: int, draw: np.random.Generator, shares: list[float] | None = None) -> pl.Series:
    """Words drawn with replacement."""
    chosen = draw.choice(len(words_), number, p=shares).astype(np.uint32)
    return pl.Series(words_).gather(pl.Series(chosen))


def _of_parks(names: Names, draw: np.random.Generator) -> dict[str, pl.DataFrame]:
    parks = np.arange(names.parks) + 1000
    qualities, environments = sorted(words("spatial-quality")), sorted(words("work-environment"))
    some = np.repeat(parks, 2)
    told = pl.DataFrame({"park": some, "quality": pick(qualities, len(some), draw)})
    needs = names.chains * names.stages
    return {
        "qualities": told.unique(maintain_order=True).with_columns(evidence=pl.lit("synthetic")),
        "work_environments": pl.DataFrame(
            {"park": parks, "work_environment": pick(environments, len(parks), draw)}
        ).with_columns(evidence=pl.lit("synthetic")),
        "requirements": pl.DataFrame(
            {"stage": [f"s{one}" for one in range(needs)], "needs": pick(qualities, needs, draw)}
        ).with_columns(needs_kind=pl.lit("quality"), evidence=pl.lit("synthetic")),
    }


def _of_sites(names: Names, draw: np.random.Generator) -> dict[str, pl.DataFrame]:
    """Tests of logistics for one establishment in twenty, use of scarce factors for one in ten."""
    tested = np.arange(0, names.sites, 20)
    using = np.arange(0, names.sites, 10)
    flags = {name: pick(["true", "false"], len(tested), draw) for name in ("large_buildings", "mainly_logistics")}
    return {
        "logistics_tests": pl.DataFrame(
            {
                "establishment": pl.select(pl.format("e{}", pl.Series(tested))).to_series(),
                "parcel_ha": np.round(draw.pareto(1.5, len(tested)) + 0.5, 2),
                **flags,
                "high_impact": pick(["true", "false"], len(tested), draw),
            }
        ).with_columns(evidence=pl.lit("synthetic")),
        "factor_use": pl.DataFrame(
            {
                "establishment": pl.select(pl.format("e{}", pl.Series(using))).to_series(),
                "factor": pick(["space", "energy"], len(using), draw),
                "value": np.round(draw.lognormal(1, 1, len(using)), 2) + 0.01,
            }
        ).with_columns(
            unit=pl.when(pl.col("factor") == "space").then(pl.lit("ha")).otherwise(pl.lit("MWh")),
            period=pl.lit("2025"),
            evidence=pl.lit("synthetic"),
        ),
    }
