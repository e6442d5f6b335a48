"""A service: the declaration of where a table can be fetched from, and how services are found.

A new service is one module in this package (or in a foreign package, as entry point of group
``ketenatlas.services``) that names its declaration ``SERVICE``.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Any, Protocol

import loaders.services
from graph.errors import AtlasError, UsageError

Row = dict[str, Any]
"""One thing of an answer: a GeoJSON feature, or values by column."""


class ServiceError(AtlasError):
    """A service that does not answer, or not as it should."""


@dataclass(frozen=True)
class Page:
    """What one answer of a service holds.

    Attributes:
        rows: the things in it.
        announced: how many there are in all, where the service says so.
        following: address of the next page; None after the last.
    """

    rows: list[Row]
    announced: int | None
    following: str | None


class Dialect(Protocol):
    """How a kind of service is asked, answers page by page, and is written down in a file our readers know."""

    @property
    def suffix(self) -> str:
        """Ending of the file."""
        ...

    @property
    def accepts(self) -> str:
        """Media types to ask for."""
        ...

    def first(self, address: str, year: int) -> str:
        """Address of the first page."""
        ...

    def page(self, body: bytes, address: str, before: int) -> Page:
        """Read an answer.

        Args:
            body: the answer.
            address: where the service is, without the parameters of the page.
            before: how many rows came on the pages before it.

        Raises:
            ServiceError: if the answer is of another kind.
        """
        ...

    def identity(self, row: Row) -> str | None:
        """What the service calls a thing, by which it is known again on another page."""
        ...

    def value(self, row: Row, name: str) -> str:
        """A value of a thing as text; nothing where it has none."""
        ...

    def names(self, row: Row) -> set[str]:
        """Names of the values a thing has."""
        ...

    def write(self, rows: list[Row]) -> bytes:
        """The file."""
        ...


@dataclass(frozen=True)
class Service:
    """Where a table can be fetched, and what it is.

    Attributes:
        name: name of the service, as in ``ketenatlas fetch NAME``.
        about: what it gives, Dutch and English.
        loader: the loader that reads the file.
        address: where it is asked by default.
        dialect: how it is asked and answers.
        needs: names of values that every thing must have.
        title: title of the source.
        publisher: publisher of the source.
        page: web page about the source.
        licence: licence of the source.
        code: name of the value that holds a municipality code, by which a part can be kept.
        province: name of the value that holds a name of the province, if any.
        least: how many things there are at least, where that is known for sure.
        yearly: whether a year is asked for.
        tidy: brings a thing into the form the loader expects.
        note: what people should know of the source.
    """

    name: str
    about: Mapping[str, str]
    loader: str
    address: str
    dialect: Dialect
    needs: tuple[str, ...]
    title: str
    publisher: str
    page: str
    licence: str
    code: str = ""
    province: str = ""
    least: int = 1
    yearly: bool = False
    tidy: Callable[[Row], Row] | None = None
    note: str = ""


def services() -> dict[str, Service]:
    """All services by name.

    Raises:
        AtlasError: if two have one name.
    """
    found: dict[str, Service] = {}
    for service in _declared():
        if service.name in found:
            raise AtlasError(f"two services are called {service.name!r}")
        found[service.name] = service
    return dict(sorted(found.items()))


def service_named(name: str) -> Service:
    """A service by its name.

    Raises:
        UsageError: if there is none.
    """
    known = services()
    if name not in known:
        raise UsageError(f"there is no service {name!r}; there are {', '.join(known)}")
    return known[name]


def _declared() -> Iterator[Service]:
    for module in pkgutil.iter_modules(loaders.services.__path__):
        declared = getattr(importlib.import_module(f"loaders.services.{module.name}"), "SERVICE", None)
        if isinstance(declared, Service):
            yield declared
    for entry in entry_points(group="ketenatlas.services"):
        declared = entry.load()
        if isinstance(declared, Service):
            yield declared
