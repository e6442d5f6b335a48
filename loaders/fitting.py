"""Fitting: how a foreign file's headings and values fit a loader's columns, written down in a small TOML file.

A mapping file stands beside the file it is for, as ``my_ibis.csv.toml``::

    [columns]            # our column = their heading
    rin = "RIN_NUMMER"
    [constants]          # our column = the same in every row
    source = "ibis-2025"
    [values.type]        # their word = ours
    "Zeehaventerrein" = "A"
    [ignore]             # their headings that are not used; "*" for all others
    columns = ["OPMERKING"]
    [source]             # where the file comes from, for rows that name no source
    title = "Opgave 2025"
    access = "restricted"   # or "public": who may read what the file says
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from loaders.columns import ACCESS
from loaders.files import TableError

SUFFIX = ".toml"
_PARTS = ("sheet", "columns", "constants", "values", "ignore", "source")
ABOUT = ("title", "publisher", "url", "licence", "published", "retrieved", "note", "access")
"""What the part ``source`` may say."""


@dataclass(frozen=True)
class Fitting:
    """What a mapping file says.

    Attributes:
        columns: heading in the file, by our column.
        constants: value of every row, by our column.
        values: our word by theirs, by our column.
        ignore: headings that are not used; ``*`` stands for all that are not named.
        sheet: the sheet or layer to read; None means the first that fits.
        source: where the file comes from (see :data:`ABOUT`).
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    sheet: str | None = None
    source: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def beside(cls, path: Path) -> "Fitting":
        """The mapping file that stands beside a file, or one that says nothing.

        Raises:
            TableError: if it cannot be read as a mapping file.
        """
        own = path.with_name(path.name + SUFFIX)
        return cls.read(own) if own.is_file() else cls()

    @classmethod
    def read(cls, path: Path) -> "Fitting":
        """Read a mapping file.

        Raises:
            TableError: naming the part that is not as expected.
        """
        try:
            told: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise TableError(f"{path.name} cannot be read as a mapping file: {error}") from None
        unknown = sorted(set(told) - set(_PARTS))
        if unknown:
            raise TableError(f"{path.name}: unknown part {unknown[0]!r}; there are {', '.join(_PARTS)}")
        try:
            about = {name: _cell(value) for name, value in told.get("source", {}).items()}
            foreign = sorted(set(about) - set(ABOUT))
            if foreign:
                raise TableError(f"{path.name}: a source has no {foreign[0]!r}; it has {', '.join(ABOUT)}")
            if about.get("access") not in (None, *ACCESS.words):
                raise TableError(f"{path.name}: access is {about['access']!r}; expected {ACCESS.expected}")
            return cls(
                columns={name: str(heading) for name, heading in told.get("columns", {}).items()},
                constants={name: _cell(value) for name, value in told.get("constants", {}).items()},
                values={
                    name: {str(theirs): _cell(ours) for theirs, ours in words.items()}
                    for name, words in told.get("values", {}).items()
                },
                ignore=tuple(str(heading) for heading in told.get("ignore", {}).get("columns", ())),
                sheet=told.get("sheet"),
                source=about,
            )
        except AttributeError:
            raise TableError(f"{path.name}: each part must be a table such as [columns]") from None

    def text(self) -> str:
        """The mapping file itself."""
        lines = [] if self.sheet is None else [f"sheet = {json.dumps(self.sheet, ensure_ascii=False)}", ""]
        parts = {"columns": self.columns, "constants": self.constants}
        parts |= {f"values.{name}": words for name, words in self.values.items()}
        for name, words in parts.items():
            if words:
                lines += [f"[{name}]", *(f"{_key(key)} = {_quoted(value)}" for key, value in words.items()), ""]
        if self.ignore:
            lines += ["[ignore]", f"columns = [{', '.join(map(_quoted, self.ignore))}]", ""]
        if self.source:
            lines += ["[source]", *(f"{name} = {_quoted(value)}" for name, value in self.source.items()), ""]
        return "\n".join(lines)


def _cell(value: object) -> str:
    """A value as it would stand in a cell."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _key(text: str) -> str:
    return text if text.replace("_", "").replace("-", "").isalnum() and text.isascii() else _quoted(text)
