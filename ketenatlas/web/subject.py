"""The thing a page is about: found by the key in the address, on the day and the evidence the reader chose."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any

import polars as pl
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from graph import extracts
from graph.catalogue import catalogue, today
from graph.errors import UsageError
from graph.projections import View
from graph.terms import PREFIXES
from ketenatlas.atlas import Atlas
from ketenatlas.web.rendering import columns_of, language_of, page, snapshot_of
from ketenatlas.web.sections import Dossier, engine_of


@dataclass(frozen=True)
class Fact:
    """One figure or word at the head of a page.

    Attributes:
        label: what it is.
        value: in words.
        note: of when, or on what basis.
        numbers: of the sources it rests on.
        address: where it leads.
    """

    label: str
    value: str
    note: str = ""
    numbers: tuple[int, ...] = ()
    address: str | None = None


class Subject:
    """What a page is about, and what it is asked with.

    Attributes:
        iri: of the thing.
        key: the last part of it.
        kind: as in the addresses of things: ``region``, ``park`` ...
        label: what it is called.
        given: ``asOf`` and ``evidence`` where the reader chose them.
        language: of the page.
    """

    def __init__(self, request: Request, kind: str, key: str, label: str) -> None:
        self.request = request
        self.kind, self.key, self.label = kind, key, label
        self.iri = PREFIXES[kind] + key
        self.language = language_of(request)
        self.given = chosen(request)

    @cached_property
    def dossier(self) -> Dossier:
        """What asks questions about it."""
        return Dossier(engine_of(self.request), self.language, self.given)

    @cached_property
    def columns(self) -> Atlas:
        """The atlas in columns."""
        return columns_of(self.request)

    @cached_property
    def view(self) -> View:
        """The part of the atlas in columns, on the day and the evidence asked for."""
        return self.columns.view(None, self.asked["asOf"], self.asked["evidence"])

    @property
    def asked(self) -> dict[str, str]:
        """The day and the evidence, for the form."""
        return {"asOf": self.given.get("asOf") or today(), "evidence": self.given.get("evidence") or "all"}

    @property
    def questions(self) -> list[tuple[str, str]]:
        """The questions of the library that take a thing of this kind: address and summary."""
        return [
            (f"/vraag/{question.id}?{self.kind}={self.key}", f"{question.id} {question.summary[self.language]}")
            for question in catalogue().questions.values()
            if any(parameter.name == self.kind for parameter in question.parameters)
        ]


def chosen(request: Request) -> dict[str, str]:
    """The day and the evidence that an address names."""
    return {name: value for name in ("asOf", "evidence") if (value := request.query_params.get(name))}


def subject(request: Request, kind: str) -> Subject:
    """The thing of a kind that an address names.

    Raises:
        HTTPException: 404 if the atlas has none.
    """
    key = request.path_params["key"]
    labels = extracts.read(snapshot_of(request).folder, "labels").filter(pl.col("thing") == PREFIXES[kind] + key)
    if labels.is_empty():
        raise HTTPException(404)
    return Subject(request, kind, key, str(labels[language_of(request)][0]))


def understood(handler: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """A page that says what it did not understand of its address."""

    @wraps(handler)
    def answered(request: Request) -> Response:
        try:
            return handler(request)
        except UsageError as error:
            return page(request, "message.html.j2", status=400, message=str(error))

    return answered


def shown(request: Request, template: str, about: Subject, **content: Any) -> Response:
    """The page of a thing."""
    return page(request, template, about=about, asked=about.asked, **content)
