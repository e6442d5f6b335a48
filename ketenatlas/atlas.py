"""The atlas: one face over a store on disk, or over a SPARQL server somewhere else."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import networkx as nx

from graph import network
from graph.asking import Answer, ask
from graph.bounds import bounds
from graph.catalogue import Catalogue, catalogue
from graph.errors import UsageError
from graph.remote import Remote
from graph.result import Rows
from graph.store import Store

if TYPE_CHECKING:
    import pandas as pd


class Engine(Protocol):
    """What an atlas asks: a store, a sandbox or a remote server."""

    def select(self, query: str) -> Rows:
        """Answer a SELECT query."""
        ...

    def answer(self, query: str, media_types: list[str] | None = None) -> tuple[str, bytes]:
        """Answer any query in the first wanted form that fits."""
        ...


class Atlas:
    """An open atlas.

    Attributes:
        engine: what answers its queries.
        catalogue: the questions it can be asked.
        language: language of labels, ``nl`` or ``en``.
    """

    def __init__(self, engine: Engine, language: str = "nl") -> None:
        self.engine = engine
        self.catalogue: Catalogue = catalogue()
        self.language = language

    def answer(self, question: str, told: Mapping[str, str | None] | None = None) -> Answer:
        """Ask a question; the answer carries its evidence, its sources and the query that was run.

        Raises:
            UsageError: if there is no such question or parameter, or a value cannot be understood.
        """
        return ask(self.engine, self.catalogue[question], told or {}, self.language)

    def ask(self, question: str, **told: str | None) -> "pd.DataFrame":
        """Ask a question and get a data frame.

        ``attrs`` of the frame hold the question (``summary``), what it was told (``parameters``) and its ``sources``.

        Raises:
            UsageError: if there is no such question or parameter, or a value cannot be understood.
        """
        import pandas as pd  # noqa: PLC0415 - half a second that the command line need not wait for

        answer = self.answer(question, told)
        frame = answer.frame()
        table = pd.DataFrame(frame.to_dict(as_series=False), columns=frame.columns)
        table.attrs = {
            "question": answer.question.id,
            "summary": answer.question.summary[self.language],
            "parameters": dict(answer.told),
            "sources": [source.iri for source in answer.sources],
            "missing": list(answer.missing),
        }
        return table

    def bounds(self, question: str, **told: str | None) -> "pd.DataFrame":
        """The lower and the upper answer to a question side by side (see :func:`graph.bounds.bounds`).

        Raises:
            UsageError: if there is no such question or parameter, or a value cannot be understood.
        """
        import pandas as pd  # noqa: PLC0415

        made = bounds(self.engine, self.catalogue[question], told, self.language)
        return pd.DataFrame(made.to_dict(as_series=False), columns=made.columns)

    def sparql(self, query: str) -> "pd.DataFrame":
        """Answer a SELECT query as a data frame."""
        import pandas as pd  # noqa: PLC0415

        frame = self.engine.select(query).frame()
        return pd.DataFrame(frame.to_dict(as_series=False), columns=frame.columns)

    def network(self, name: str, by: str = "region", **told: str | None) -> "nx.DiGraph[str]":
        """A network: ``flows`` (who supplies whom, by region, municipality or establishment) or ``chain``.

        Raises:
            UsageError: if there is no such network or level, or a parameter cannot be understood.
        """
        if name == "flows":
            return network.flows(self.engine, by, told, self.language)
        if name == "chain":
            return network.chain(self.engine, told, self.language)
        raise UsageError(f"there is no network {name!r}; there are chain and flows")


def open_atlas(where: str | Path | None = None, language: str = "nl") -> Atlas:
    """Open an atlas.

    Args:
        where: a folder of builds, or the address of a SPARQL server; the folder of the settings by default.
        language: language of labels, ``nl`` or ``en``.

    Raises:
        NoAtlasError: if nothing was built in the folder.
    """
    from ketenatlas.settings import Settings  # noqa: PLC0415

    if isinstance(where, str) and where.startswith(("http://", "https://")):
        return Atlas(Remote(where), language)
    return Atlas(Store.open(Path(where) if where else Settings().builds), language)
