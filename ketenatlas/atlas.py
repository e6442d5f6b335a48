"""The atlas: one face over a store on disk, or over a SPARQL server somewhere else."""

import inspect
import shutil
import weakref
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any, Protocol

from graph import extracts, network
from graph.asking import Answer, ask, named
from graph.bounds import bounds
from graph.catalogue import Catalogue, catalogue
from graph.errors import UsageError
from graph.projections import PROJECTIONS, View
from graph.remote import Remote
from graph.result import Rows
from graph.statements import from_store
from graph.store import Store, current
from graph.store import public as public_part

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from graph.outcome import Outcome


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

    def network(self, name: str, by: str | None = None, **told: str | None) -> Any:
        """A network, as a graph that networkx understands.

        ``flows`` (who supplies whom, by region, municipality or establishment) and ``chain`` are asked by SPARQL. The
        others (:data:`graph.projections.PROJECTIONS`: supply, collaboration, stage-flow, bipartite, colocation,
        commuting, coalitions) are made from columns; those of a remote atlas are brought over first.

        Args:
            name: which network.
            by: level of the nodes, where it has one.
            told: ``chain`` (name, label or address), ``asOf``, ``evidence``, and what the network itself takes.

        Raises:
            UsageError: if there is no such network or level, or a parameter cannot be understood.
        """
        if name == "flows":
            return network.flows(self.engine, by or "region", told, self.language)
        if name == "chain":
            return network.chain(self.engine, told, self.language)
        if name not in PROJECTIONS:
            raise UsageError(
                f"there is no network {name!r}; there are {', '.join(sorted([*PROJECTIONS, 'chain', 'flows']))}"
            )
        view = self.view(told.pop("chain", None), told.pop("asOf", None), told.pop("evidence", None) or "all")
        how = {**told, **({"by": by} if by else {})}
        try:
            return PROJECTIONS[name](view, **how)
        except TypeError:
            taken = [known for known in inspect.signature(PROJECTIONS[name]).parameters if known != "view"]
            raise UsageError(
                f"{name} takes {', '.join([*taken, 'chain', 'asOf', 'evidence'])}, not {', '.join(how)}"
            ) from None

    def metric(self, name: str, **told: Any) -> "pd.DataFrame":
        """A measure by its name (:mod:`graph.measuring`), as a data frame; ``ketenatlas metrics`` lists them.

        ``attrs`` of the frame hold the measure (``measure``, ``summary``, ``unit``, ``formula``), what it was told
        (``parameters``), and the evidence levels and sources that all rows together rest on.

        Args:
            name: which measure.
            told: ``chain`` (name, label or address), ``as_of``, ``evidence``, and what the measure itself takes, such
                as ``by``.

        Raises:
            UsageError: if there is no such measure, or something cannot be understood.
        """
        import pandas as pd  # noqa: PLC0415

        table, about = self.measured(name, **told)
        frame = pd.DataFrame(table.to_dict(as_series=False), columns=table.columns)
        frame.attrs.update(about)
        return frame

    def measured(self, name: str, **told: Any) -> tuple["pl.DataFrame", dict[str, Any]]:
        """As :meth:`metric`, as a polars table with what is to be told of it."""
        from graph.measuring import measure, measured  # noqa: PLC0415 - scipy and shapely, which questions do without

        chosen = measure(name)
        view = self.view(told.get("chain"), told.get("as_of") or told.get("asOf"), told.get("evidence") or "all")
        own = {key: value for key, value in told.items() if key not in ("chain", "as_of", "asOf", "evidence")}
        table = measured(chosen, view, own)
        rests = {
            part: sorted({word for cell in table[part].drop_nulls() for word in cell.split("; ") if word})
            for part in ("evidence", "sources")
        }
        return table, {
            "measure": chosen.name,
            "summary": chosen.about[self.language],
            "unit": chosen.unit[self.language],
            "formula": chosen.source,
            "parameters": {**view.told(), **own},
            **rests,
        }

    def cube(self, name: str, as_of: str | None = None) -> "pd.DataFrame":
        """The cells of a cube on a day (:mod:`graph.cubing`), as a data frame; ``ketenatlas cubes`` lists them.

        Nobody checked what the cells disclose: they are for use inside the organisation.

        Args:
            name: which data set, such as ``establishments-region``.
            as_of: any day (ISO); the atlas's own day by default.

        Raises:
            UsageError: if the atlas is remote, there is no such cube, or the day cannot be understood.
        """
        import pandas as pd  # noqa: PLC0415

        from graph import cubing  # noqa: PLC0415

        if not isinstance(self.engine, Store):
            raise UsageError("the cells of cubes are tables of an atlas on this machine; ask a remote one in SPARQL")
        day = View(self.engine.folder, as_of=as_of or self.engine.manifest["as_of"]).day
        cells = cubing.on(self.engine.folder, name, day)
        return pd.DataFrame(cells.to_dict(as_series=False), columns=cells.columns)

    def view(self, chain: str | None = None, as_of: str | None = None, evidence: str = "all") -> View:
        """What part of the atlas networks and metrics are made of.

        Raises:
            UsageError: if the chain is not in the atlas.
            RemoteError: if the atlas is remote and its server does not hand over the statements the tables are made of.
        """
        iri = named(self.engine, "ka:ValueChain", chain, "chain") if chain and chain != "all" else None
        return View(self._folder, iri, as_of, evidence, self.language)

    @cached_property
    def _folder(self) -> Path:
        """Where the tables of the atlas lie; those of a remote one are made here, once, and go when it does."""
        if isinstance(self.engine, Store):
            return self.engine.folder
        if not isinstance(self.engine, Remote):
            raise UsageError("networks from columns and measures need an atlas on this machine or a SPARQL server")
        statements = from_store(self.engine.statements(extracts.needed()))
        folder = Path(mkdtemp(prefix="ketenatlas-"))
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        extracts.write(statements, folder)
        return folder

    def scenario(
        self,
        what: str | Path,
        *,
        chain: str | None = None,
        as_of: str | None = None,
        evidence: str | None = None,
        **given: str,
    ) -> "Outcome":
        """What changes, on what the atlas knows, when something happens (see :mod:`graph.scenario_kinds`).

        Args:
            what: a kind of scenario, as ``park-lost``, or a file with steps, as ``plan.toml``.
            chain: of one chain; what a file says by default, else all chains.
            as_of: the day (ISO); what a file says by default, else today.
            evidence: least sure evidence level that counts; what a file says by default, else ``all``.
            given: what the kind takes, as ``park="3214"``: numbers, names or addresses.

        Raises:
            UsageError: if there is no such kind, or what was given cannot be understood.
        """
        from graph.outcome import run  # noqa: PLC0415 - questions need none of it
        from ketenatlas.scenarios import asked, resolved  # noqa: PLC0415

        scenario = asked(what, given)
        told = {**scenario.view, **{name: value for name, value in (("chain", chain), ("as_of", as_of)) if value}}
        view = self.view(told.get("chain"), told.get("as_of"), evidence or told.get("evidence") or "all")
        return run(view, resolved(self.engine, scenario))


def open_atlas(where: str | Path | None = None, language: str = "nl", *, public: bool = False) -> Atlas:
    """Open an atlas.

    Args:
        where: a folder of builds, or the address of a SPARQL server; the folder of the settings by default.
        language: language of labels, ``nl`` or ``en``.
        public: only what everybody may read of it, as if nothing restricted had ever been there.

    Raises:
        NoAtlasError: if nothing was built in the folder, or its public part is gone.
        UsageError: if the public part of a server is asked for, if the address is none to ask, or if a password of the
            settings would go to it in the open.
    """
    from ketenatlas.login import login_for  # noqa: PLC0415
    from ketenatlas.settings import NOT_REMOTE, Settings  # noqa: PLC0415

    if public and isinstance(where, str) and where.startswith(("http://", "https://")):
        raise UsageError(NOT_REMOTE)
    if isinstance(where, str) and where.startswith(("http://", "https://")):
        return Atlas(Remote(where, login=login_for(where)), language)
    folder = current(Path(where) if where else Settings().builds)
    return Atlas(Store(public_part(folder) if public else folder), language)
