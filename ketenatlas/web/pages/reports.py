"""Reports as files: that of a region, a chain or a business park, as the command line writes it.

A report takes seconds. One is made at a time, its questions are asked in the sandbox, and it is kept as long as the
atlas it is of is shown; who asks while another is being made is asked to come back.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from threading import Lock

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph import extracts
from graph.asking import Engine
from graph.errors import UsageError
from graph.store import Store
from graph.terms import PREFIXES
from ketenatlas.atlas import Atlas
from ketenatlas.web.downloads import attached
from ketenatlas.web.rendering import language_of, page, snapshot_of, words_of
from ketenatlas.web.sections import engine_of

KINDS = ("region", "chain", "park")
TYPES = {"pdf": "application/pdf", "html": "text/html; charset=utf-8"}
WAIT = 20.0
"""Seconds to wait for another report to be ready."""
WORDS = {
    "nl": {
        "report_of": "Rapport hiervan",
        "report_busy": "Er wordt al een rapport gemaakt. Probeer het over een halve minuut opnieuw.",
    },
    "en": {
        "report_of": "Report of this",
        "report_busy": "Another report is being made. Try again in half a minute.",
    },
}
_making = Lock()


@dataclass(frozen=True)
class Wish:
    """A report that is asked for; what answers its questions does not make it another one."""

    folder: Path
    kind: str
    thing: str
    language: str
    engine: Engine = field(compare=False)


def report(request: Request) -> Response:
    """The report of a thing, as PDF or HTML."""
    told = request.path_params
    kind, form, key = told["kind"], told["form"], told["key"]
    folder = snapshot_of(request).folder
    if kind not in KINDS or form not in TYPES:
        raise HTTPException(404)
    thing = PREFIXES[kind] + key
    if thing not in extracts.read(folder, "labels")["thing"]:
        raise HTTPException(404)
    wish = Wish(folder, kind, thing, language_of(request), engine_of(request))
    if not _making.acquire(timeout=WAIT):
        return page(request, "message.html.j2", status=503, message=words_of(request)["report_busy"])
    try:
        content = _made(wish)[form]
    except UsageError:
        raise HTTPException(404) from None  # such as a region that is not one of ours
    finally:
        _making.release()
    return attached(content, TYPES[form], f"rapport-{kind}-{key}.{form}")


@lru_cache(maxsize=24)
def _made(wish: Wish) -> dict[str, bytes]:
    # What lays reports out is loaded by who asks for one.
    from ketenatlas.reports.html import as_html  # noqa: PLC0415
    from ketenatlas.reports.making import make  # noqa: PLC0415
    from ketenatlas.reports.pdf import as_pdf  # noqa: PLC0415
    from ketenatlas.reports.styles import style  # noqa: PLC0415

    made = make(wish.kind, Atlas(Store(wish.folder), wish.language), wish.thing, asking=wish.engine)
    look = style()
    return {"pdf": as_pdf(made, look), "html": as_html(made, look).encode()}


ROUTES = [Route("/rapport/{kind}/{key}.{form}", report)]
