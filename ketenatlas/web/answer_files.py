"""An answer as files: CSV, JSON and a workbook of its rows and sources, and its picture or map as SVG and PNG."""

from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl

from graph.asking import Answer
from graph.errors import UsageError, one_of
from ketenatlas.exports import answer_csv, answer_json
from ketenatlas.views.answer_map import answer_map
from ketenatlas.views.answer_picture import AnswerPicture, picture
from ketenatlas.views.figure_page import framed, png
from ketenatlas.web import downloads
from ketenatlas.web.downloads import TYPES

SAY: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "answer": "antwoord", "sources": "bronnen", "about": "vraag", "question": "vraag", "summary": "samenvatting",
        "explanation": "toelichting", "address": "adres", "missing": "ontbrekende tabellen",
        "origin": "Stand op {day}; bewijs: {evidence}; {n} bronnen. Bron: ketenatlas, vraag {id}. {address}",
        "all": "alles", "no_picture": "bij dit antwoord past geen beeld", "no_map": "dit antwoord noemt geen plaatsen",
    },
    "en": {
        "answer": "answer", "sources": "sources", "about": "question", "question": "question", "summary": "summary",
        "explanation": "explanation", "address": "address", "missing": "missing tables",
        "origin": "As of {day}; evidence: {evidence}; {n} sources. Source: ketenatlas, question {id}. {address}",
        "all": "all", "no_picture": "no picture fits this answer", "no_map": "this answer names no places",
    },
}  # fmt: skip


def answer_file(answer: Answer, kind: str, address: str, folder: Path, mapped: bool) -> bytes:
    """An answer as a file.

    Args:
        answer: the answer.
        kind: one of :data:`TYPES`.
        address: where the answer can be asked for again; told in the file.
        folder: folder of the atlas, for the land of a map.
        mapped: whether a picture is to be the map.

    Raises:
        UsageError: if no picture fits the answer, or there is no such kind of file.
        AtlasError: if a PNG is asked for and what draws it is not installed.
    """
    if kind == "xlsx":
        return workbook(answer, address)
    if kind in ("svg", "png"):
        drawn = answer_map(answer, folder) if mapped else picture(answer)
        if drawn is None:
            raise UsageError(SAY[answer.language]["no_map" if mapped else "no_picture"])
        text = standing_alone(answer, drawn, address)
        return png(text) if kind == "png" else text.encode()
    one_of("format", kind, TYPES)
    write: Callable[[Answer], str] = answer_csv if kind == "csv" else answer_json
    return write(answer).encode()


def workbook(answer: Answer, address: str) -> bytes:
    """An answer as a workbook: its rows, its sources, and what was asked."""
    say = SAY[answer.language]
    sources = pl.DataFrame(
        [
            (n, s.title, s.publisher, s.page, _text(s.issued), _text(s.retrieved), s.iri)
            for n, s in enumerate(answer.sources, 1)
        ],
        schema=["number", "title", "publisher", "page", "issued", "retrieved", "iri"],
        orient="row",
    )
    about = {
        say["question"]: answer.question.id,
        say["summary"]: answer.question.summary[answer.language],
        say["explanation"]: answer.question.explanation[answer.language],
        say["address"]: address,
        **{
            parameter.label[answer.language]: answer.told[parameter.name]
            for parameter in answer.question.parameters
            if parameter.name in answer.told
        },
        **({say["missing"]: "; ".join(answer.missing)} if answer.missing else {}),
    }
    told = pl.DataFrame({"name": list(about), "value": list(about.values())})
    return downloads.workbook({say["answer"]: answer.frame(), say["sources"]: sources, say["about"]: told})


def standing_alone(answer: Answer, drawn: AnswerPicture, address: str) -> str:
    """The picture of an answer with its title, how to read it, and where it comes from, as SVG."""
    return framed(drawn.canvas, answer.question.id, drawn.title, drawn.reading, origin(answer, address))


def origin(answer: Answer, address: str = "") -> str:
    """Date, evidence, sources and address of an answer in a line."""
    evidence = answer.told.get("evidence", "all")
    say = SAY[answer.language]
    return (
        say["origin"]
        .format(
            day=answer.told.get("asOf", "–"),
            evidence=say["all"] if evidence == "all" else evidence,
            n=len(answer.sources),
            id=answer.question.id,
            address=address,
        )
        .strip()
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)
