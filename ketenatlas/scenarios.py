"""Scenarios as data: steps in a small TOML file, or one given by hand, with the things they name found in an atlas.

A file may say ``title`` and ``about`` (words, or a table with ``nl`` and ``en``), ``as_of``, ``evidence`` and
``chain``, and has a ``[[step]]`` for everything that happens, with its ``kind`` and what that takes. A list in a step
stands for as many steps.
"""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from graph.asking import Engine, Source, named
from graph.errors import UsageError
from graph.outcome import Outcome, Step
from graph.scenario_kinds import Kind, kind_named

VIEW = ("chain", "as_of", "evidence")
"""What a file may say of the part of the atlas."""

_TOP = (*VIEW, "title", "about", "step")


@dataclass(frozen=True)
class Scenario:
    """What a file says.

    Attributes:
        title: what it is called, by language.
        about: what it is meant for, by language.
        view: what part of the atlas, as given.
        steps: kind and what it was given, as people write it.
    """

    title: Mapping[str, str] = field(default_factory=dict)
    about: Mapping[str, str] = field(default_factory=dict)
    view: Mapping[str, str] = field(default_factory=dict)
    steps: Sequence[tuple[Kind, Mapping[str, str]]] = ()


def read(path: Path) -> Scenario:
    """Read a scenario.

    Raises:
        UsageError: if the file cannot be read, or a step in it cannot be understood; it says which.
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}; expected a scenario file") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path}: this is not TOML ({error}); nothing was computed") from None
    for name in told:
        if name not in _TOP:
            raise UsageError(f"{path}: {name!r} is not known; a scenario may say {', '.join(_TOP)}")
    steps = told.get("step")
    if not isinstance(steps, list) or not steps or not all(isinstance(step, dict) for step in steps):
        raise UsageError(f"{path}: there is no step; expected at least one [[step]] with its kind")
    read_: list[tuple[Kind, Mapping[str, str]]] = []
    for at, step in enumerate(steps, 1):
        try:
            read_ += _steps(dict(step))
        except UsageError as error:
            raise UsageError(f"{path}: step {at}: {error}") from None
    return Scenario(
        title=_text(told.get("title")),
        about=_text(told.get("about")),
        view={name: str(told[name]) for name in VIEW if name in told},
        steps=read_,
    )


def _text(given: Any) -> Mapping[str, str]:
    if isinstance(given, dict):
        return {str(name): str(words) for name, words in given.items()}
    return {"nl": str(given), "en": str(given)} if given else {}


def _steps(step: dict[str, Any]) -> list[tuple[Kind, Mapping[str, str]]]:
    """The steps that one table of a file stands for."""
    kind = kind_named(str(step.pop("kind", "")))
    made: list[dict[str, str]] = [{}]
    for name, value in step.items():
        members = value if isinstance(value, list) else [value]
        made = [{**one, name: str(member)} for one in made for member in members]
    for one in made:
        kind.check(one)
    return [(kind, one) for one in made]


def asked(what: str | Path, given: Mapping[str, str]) -> Scenario:
    """A scenario that is meant: a file with steps, or a kind with what it takes.

    Raises:
        UsageError: if there is no such file or kind, or it does not take what was given.
    """
    if str(what).endswith(".toml"):
        if given:
            raise UsageError(f"{what}: a file says itself what happens; leave out {', '.join(given)}")
        return read(Path(what))
    kind = kind_named(str(what))
    kind.check(given)
    return Scenario(steps=[(kind, given)])


def in_turn(what: str, values: Sequence[str]) -> dict[str, str]:
    """Values on a command line by name: as ``name=value``, or in the order in which the kind takes them.

    Raises:
        UsageError: if there is no such kind, or there are more values than it takes.
    """
    if what.endswith(".toml"):
        return dict.fromkeys(values, "")
    takes = [given.name for given in kind_named(what).takes]
    told: dict[str, str] = {}
    for value in values:
        name, equals, rest = value.partition("=")
        if equals and name in takes:
            told[name] = rest
            continue
        free = [one for one in takes if one not in told]
        if not free:
            raise UsageError(f"{what} takes {', '.join(takes)}; {value!r} is one too many")
        told[free[0]] = value
    return told


def resolved(engine: Engine, scenario: Scenario) -> list[Step]:
    """The steps with addresses for the things they name: by address, number or label in either language.

    Raises:
        UsageError: if something is not in the atlas; it says what comes near.
    """
    steps = []
    for kind, told in scenario.steps:
        classes = {given.name: given.of for given in kind.takes}
        found = {
            name: named(engine, classes[name], value, name) if classes[name] else value for name, value in told.items()
        }
        steps.append(Step(kind, found))
    return steps


def as_json(outcome: Outcome, sources: Sequence[Source]) -> str:
    """An outcome as JSON: what was assumed, every table, what it rests on, and its sources."""
    told = {
        "assumed": list(outcome.assumed),
        "as_of": outcome.view.day.isoformat(),
        "evidence": outcome.view.evidence,
        "chain": outcome.view.chain or "all",
        "table": outcome.table.to_dicts(),
        "chains": outcome.chains.to_dicts(),
        "relations_cut": outcome.relations_cut,
        "cut": outcome.cut.to_dicts(),
        "companies": outcome.companies.to_dicts(),
        "output_lost": asdict(outcome.output) if outcome.output else None,
        "levels": list(outcome.levels),
        "notes": list(outcome.notes),
        "sources": [{"iri": source.iri, "title": source.title, "page": source.page} for source in sources],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def flat(table: pl.DataFrame) -> pl.DataFrame:
    """The table with its lists joined, for a spreadsheet."""
    lists = [name for name, kind in table.schema.items() if isinstance(kind, pl.List)]
    return table.with_columns(pl.col(name).list.join("; ") for name in lists)


def sheets(outcome: Outcome, sources: Sequence[Source]) -> dict[str, pl.DataFrame]:
    """An outcome as the sheets of a workbook: every table, what was assumed, what to read with it, and its sources."""
    view = outcome.view
    about = [
        *(("assumed", line) for line in outcome.assumed),
        ("as_of", view.day.isoformat()),
        ("evidence", view.evidence),
        ("chain", view.chain or "all"),
        *(("note", line) for line in outcome.notes),
    ]
    cited = [(source.iri, source.title, source.page) for source in sources]
    return {
        "outcome": flat(outcome.table),
        "chains": flat(outcome.chains),
        "cut": flat(outcome.cut),
        "companies": flat(outcome.companies),
        "about": pl.DataFrame(about, schema=["name", "value"], orient="row"),
        "sources": pl.DataFrame(cited, schema=dict.fromkeys(("source", "title", "page"), pl.String), orient="row"),
    }
