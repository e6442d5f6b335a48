"""The house style of reports: a folder with colours, fonts, names and a logo; what it lacks is taken from our own."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.errors import UsageError

OWN = Path(__file__).resolve().parent / "style"
"""The folder of our own style."""
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_FONT = re.compile(r"[\w .-]+")
_LOGOS = (".svg", ".png")


@dataclass(frozen=True)
class Style:
    """A house style.

    Attributes:
        names: ``organisation``, ``logo`` (file name, may be empty) and ``logo_alt``.
        colours: by what they are for, as ``#rrggbb``.
        fonts: names in order of preference: ``text`` and ``heading`` on paper, ``screen`` in a browser.
        css: rules of the HTML.
        typ: template of the PDF, which defines ``report``.
        logo: content of the logo, if there is one.
        folder_of_fonts: where fonts of its own lie, if it has any.
    """

    names: Mapping[str, str]
    colours: Mapping[str, str]
    fonts: Mapping[str, list[str]]
    css: str
    typ: str
    logo: bytes
    folder_of_fonts: Path | None

    def told(self) -> dict[str, Any]:
        """What a template needs to know of it."""
        return {"names": dict(self.names), "colours": dict(self.colours), "fonts": dict(self.fonts)}


def style(folder: Path | None = None) -> Style:
    """A style from a folder; our own by default.

    Args:
        folder: with any of ``style.toml``, ``style.css``, ``style.typ``, a logo and a folder ``fonts``.

    Raises:
        UsageError: if there is no such folder, or something in it cannot be used.
    """
    given = folder or OWN
    if not given.is_dir():
        raise UsageError(f"--style: there is no folder {given}; it holds style.toml, and may hold style.css, style.typ")
    own, told = _read(OWN / "style.toml"), _read(given / "style.toml")
    for part, values in told.items():
        if part not in own or not isinstance(values, dict) or set(values) - set(own[part]):
            there = ", ".join(f"{name}.{key}" for name, keys in own.items() for key in keys)
            raise UsageError(f"{given / 'style.toml'}: [{part}] says something unknown; there are {there}")
        own[part] |= values
    where = given / "style.toml"
    for name, colour in own["colours"].items():
        if not isinstance(colour, str) or not _COLOUR.fullmatch(colour):
            raise UsageError(f"{where}: colours.{name} is {colour!r}, not a colour as #0B4F8A")
    for name, fonts in own["fonts"].items():
        if (
            not isinstance(fonts, list)
            or not fonts
            or not all(isinstance(f, str) and _FONT.fullmatch(f) for f in fonts)
        ):
            raise UsageError(f'{where}: fonts.{name} is {fonts!r}, not a list of names as ["Arial"]')
    for name in ("text", "heading"):
        own["fonts"][name] = list(dict.fromkeys([*own["fonts"][name], "Libertinus Serif"]))
    return Style(
        own["names"],
        own["colours"],
        own["fonts"],
        _text(given, "style.css"),
        _text(given, "style.typ"),
        _logo(given, str(own["names"]["logo"])),
        given / "fonts" if (given / "fonts").is_dir() else None,
    )


def _read(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: is no TOML that can be read ({error})") from None


def _text(folder: Path, name: str) -> str:
    """A file of the folder, or our own."""
    path = folder / name if (folder / name).is_file() else OWN / name
    return path.read_text(encoding="utf-8")


def _logo(folder: Path, name: str) -> bytes:
    if not name:
        return b""
    path = folder / name
    if Path(name).name != name or not path.is_file() or path.suffix not in _LOGOS:
        raise UsageError(f"{folder / 'style.toml'}: names.logo is {name!r}, not a file in that folder as logo.svg")
    return path.read_bytes()
