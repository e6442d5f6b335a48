"""What a report needs of the data it goes out with: the counts in it are those of the data, protected as these are."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import polars as pl


class File(Protocol):
    """A file of a delivery."""

    @property
    def name(self) -> str:
        """Its path inside the folder."""
        ...

    @property
    def title(self) -> Mapping[str, str]:
        """What it is, by language."""
        ...


class Delivery(Protocol):
    """Data that go out.

    Attributes are those of the data part: ``cells`` has a row for each figure (columns ``measure``, ``chain``,
    ``stage``, ``level``, ``place``, ``value``, ``status``, ``sources``), ``flows`` the supplies between places;
    ``status`` is open, free, zero or suppressed, and what has no row is unknown.
    """

    @property
    def folder(self) -> Path:
        """Where it lies."""
        ...

    @property
    def tables(self) -> Mapping[str, pl.DataFrame]:
        """Its tables by name."""
        ...

    @property
    def files(self) -> Sequence[Any]:
        """Its files."""
        ...

    @property
    def as_of(self) -> str:
        """The day it is about (ISO)."""
        ...

    @property
    def previous(self) -> str | None:
        """The delivery before, if it was compared with one."""
        ...

    @property
    def changes(self) -> pl.DataFrame:
        """What changed since the delivery before; empty if there was none."""
        ...

    @property
    def loss(self) -> pl.DataFrame:
        """What protecting it cost, by table."""
        ...
