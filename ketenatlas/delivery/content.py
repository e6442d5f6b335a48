"""Content: all that a delivery tells, before it is written in any form; and what its files are."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import shapely

from graph.errors import AtlasError
from graph.terms import BASE
from ketenatlas.delivery.schema import Words

ACCESS = ("PUBLIC", "RESTRICTED", "NON_PUBLIC")
"""Who may read a delivery, as the European list of access rights names it."""


@dataclass(frozen=True)
class Publisher:
    """Who gives out the delivery, as ``[publisher]`` in ``atlas.toml`` says.

    Attributes:
        name: by language.
        identifier: address that names the publisher.
        contact: whom to ask.
        email, page: where to ask, empty if not known.
        licence: address of the licence of what is delivered.
        access: one of :data:`ACCESS`.
        kind: kind of publisher, a word of the list of ADMS, empty if not told.
        address: where the folder is to be found on the web, empty if nowhere yet.
    """

    name: Words
    identifier: str
    contact: str
    email: str
    page: str
    licence: str
    access: str
    kind: str
    address: str

    @classmethod
    def told(cls, table: Mapping[str, Any]) -> "Publisher":
        """What the table says.

        Raises:
            AtlasError: naming what is missing; a publisher, a contact or a licence is never made up.
        """
        name, contact = table.get("name") or {}, table.get("contact") or {}
        for missing, what in (
            (not {"nl", "en"} <= set(name), "name in nl and en"),
            (not contact.get("name"), "contact with at least a name"),
            (not str(table.get("licence", "")).startswith(("http://", "https://")), "licence, as a web address"),
            (table.get("access", ACCESS[-1]) not in ACCESS, f"access as one of {', '.join(ACCESS)}"),
        ):
            if missing:
                raise AtlasError(
                    f"[publisher] in the atlas.toml of the data set lacks a {what}; a delivery says who gives it out"
                    " and under what licence, and makes none of it up. Nothing was delivered; fill it in, build again"
                )
        return cls(
            name=name,
            identifier=table.get("identifier", f"{BASE}delivery/publisher"),
            contact=contact["name"],
            email=contact.get("email", ""),
            page=contact.get("page", ""),
            licence=table["licence"],
            access=table.get("access", ACCESS[-1]),
            kind=table.get("kind", ""),
            address=table.get("address", ""),
        )


@dataclass(frozen=True)
class Earlier:
    """A delivery before this one.

    Attributes:
        identifier: its name.
        address: its address.
        as_of: the day it is about.
        tables: its tables by name, as far as they are there.
    """

    identifier: str
    address: str
    as_of: str
    tables: Mapping[str, pl.DataFrame]


@dataclass(frozen=True)
class Content:
    """What a delivery tells.

    Attributes:
        identifier: its name, the same for the same atlas.
        title: of the atlas.
        as_of: the day it is about.
        identity: hash of the build of the atlas.
        version: of the data set.
        software: what made it, with its version.
        publisher: who gives it out.
        tables: by name, as :mod:`ketenatlas.delivery.described` describes them.
        outlines: of municipalities, by address, in longitude and latitude; empty if the atlas has none.
        loss: what disclosure control cost, per data set, as everybody may know it.
        previous: the delivery before, if it is compared with one.
    """

    identifier: str
    title: Words
    as_of: datetime.date
    identity: str
    version: str
    software: str
    publisher: Publisher
    tables: Mapping[str, pl.DataFrame]
    outlines: Mapping[str, shapely.Geometry]
    loss: pl.DataFrame
    previous: Earlier | None

    @property
    def address(self) -> str:
        """Address of the delivery; that of a file begins with it and a slash."""
        return (self.publisher.address or f"{BASE}delivery/{self.identifier}").rstrip("/")


@dataclass(frozen=True)
class File:
    """A file with data.

    Attributes:
        name: path in the folder.
        title: what it is.
        media_type: as IANA registers it.
        file_type: as the European list of file types names it.
        tables: what it holds.
        conforms: address of the standard it follows.
    """

    name: str
    title: Words
    media_type: str
    file_type: str
    tables: tuple[str, ...]
    conforms: str = ""


@dataclass(frozen=True)
class Form:
    """A form in which the tables are given out; a module of :mod:`ketenatlas.delivery.forms` lists its own.

    Attributes:
        name: of the form.
        write: writes the tables into a folder and tells of the files.
    """

    name: str
    write: Callable[[Content, Path], list[File]]
