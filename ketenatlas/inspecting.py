"""Inspecting: what a foreign file could be, which mapping would fit it, and what would load."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import polars as pl

from graph.resources import room
from ketenatlas.dataset import Dataset, read_tables
from loaders.claims import SOURCED
from loaders.columns import Column
from loaders.files import TableError, open_tables
from loaders.fitting import Fitting
from loaders.headings import passed_over, plain, recognised
from loaders.loader import Loader, discover
from loaders.table import Reading, read

_LIKE_ENOUGH = 0.72
_FILLED_IN = tuple(column.name for column in SOURCED)
"""Columns that ``load`` fills in itself."""
PLACEHOLDER = "FILL IN"
"""What a proposed mapping says where only the user knows the value."""


@dataclass(frozen=True)
class Proposal:
    """How a file could be read.

    Attributes:
        loader: the loader.
        fitting: the proposed mapping.
        fits: number of the loader's columns that a heading fits.
        missing: required columns for which no heading was found.
        unused: headings that no column uses.
        sheet: the sheet.
    """

    loader: Loader
    fitting: Fitting
    fits: int
    missing: tuple[str, ...]
    unused: tuple[str, ...]
    sheet: str


def propose(file: Path, loader: str | None = None) -> list[Proposal]:
    """Proposals for a file, the best first.

    Args:
        file: any file the shared reader can open.
        loader: only for this loader.

    Raises:
        TableError: if the file cannot be opened.
    """
    tables = [(table.sheet, list(islice(table.rows, 15))) for table in open_tables(file)]
    found = []
    for one in discover().values():
        if loader in (None, one.name):
            options = [
                _fit(one, sheet, [cell.strip() for cell in cells], several=len(tables) > 1)
                for sheet, rows in tables
                for _, cells in rows
            ]
            if options:
                found.append(max(options, key=lambda p: (p.fits, -len(p.missing), -len(p.unused))))
    if not found:
        raise TableError(f"{file.name} holds no rows")
    found = [proposal for proposal in found if proposal.fits] or found
    return sorted(found, key=lambda p: (-(p.fits - len(p.missing)), p.loader.name))


def _fit(loader: Loader, sheet: str, headings: Sequence[str], *, several: bool) -> Proposal:
    """The mapping that brings most headings home: by name or alias, else by likeness."""
    known = dict(zip(headings, recognised(headings, loader.columns, Fitting()), strict=True))
    columns = {ours: heading for heading, ours in known.items() if ours and heading}
    named = {ours for ours, heading in columns.items()}
    for column in loader.columns:
        if column.name not in columns:
            near = _nearest(column, [heading for heading, ours in known.items() if heading and not ours])
            if near is not None:
                columns[column.name] = near
                known[near] = column.name
    missing = tuple(c.name for c in loader.columns if c.required and c.name not in {*columns, *_FILLED_IN})
    passed = passed_over(list(known), list(known.values()), loader.unused)
    unused = tuple(heading for heading, ours in known.items() if heading and not ours and heading not in passed)
    told = {ours: heading for ours, heading in columns.items() if ours not in named or plain(heading) != ours}
    fitting = Fitting(told, dict.fromkeys(missing, PLACEHOLDER), {}, unused, sheet if several else None)
    return Proposal(loader, fitting, len(columns), missing, unused, sheet)


def _nearest(column: Column, headings: Sequence[str]) -> str | None:
    by_plain = {plain(heading): heading for heading in headings}
    for name in (column.name, *column.aliases):
        near = difflib.get_close_matches(plain(name), list(by_plain), n=1, cutoff=_LIKE_ENOUGH)
        if near:
            return by_plain[near[0]]
    return None


def trial(file: Path, proposal: Proposal, data: Path | None = None, over: Sequence[Path] = ()) -> Reading:
    """What would load: the file read by the proposal, beside the tables of a data set it may refer to.

    Columns for which only the user knows a value are not asked for.

    Raises:
        TableError: if the file cannot be read that way.
    """
    dataset = Dataset.open(data or room("data"), (), over)
    tables = read_tables(dataset, discover())
    open_columns = set(_FILLED_IN) - set(proposal.fitting.columns) | {
        name for name, value in proposal.fitting.constants.items() if value == PLACEHOLDER
    }
    columns = [column for column in proposal.loader.columns if column.name not in open_columns]
    told = {name: value for name, value in proposal.fitting.constants.items() if name not in open_columns}
    fitting = Fitting(
        proposal.fitting.columns, told, proposal.fitting.values, proposal.fitting.ignore, proposal.fitting.sheet
    )
    key = [name for name in proposal.loader.key if name not in open_columns]
    others = [used for (name, stem), used in tables.used.items() if name == proposal.loader.name and stem != file.stem]
    taken = pl.concat(others) if others and key == list(proposal.loader.key) else None
    return read(file, columns, key, tables.known, fitting, taken, proposal.loader.unused)
