"""What every page needs: the templates, the language, the atlas it may show, and the frame around it.

A page of the atlas is one module in :mod:`ketenatlas.web.pages`. It has ``ROUTES`` (Starlette routes), and may have
``WORDS`` (its own words by language) and ``NAVIGATION`` (its place in the menu); nothing else is to be told of it.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from graph.evidence import levels
from graph.store import Store
from ketenatlas.atlas import Atlas
from ketenatlas.web.access import may_read_restricted
from ketenatlas.web.addresses import address
from ketenatlas.web.snapshot import Snapshot
from ketenatlas.web.words import WORDS

SHOWN = 500
"""Rows a page shows at most; files have them all."""


@dataclass(frozen=True)
class Entry:
    """A place in the menu.

    Attributes:
        order: the menu is in this order.
        address: where it leads.
        word: what it is called, a key of the words.
    """

    order: int
    address: str
    word: str


_HERE = Path(__file__).resolve().parent
TEMPLATES = Environment(
    loader=FileSystemLoader([_HERE / "templates", _HERE.parent / "views" / "templates"]),
    autoescape=select_autoescape(default=True, default_for_string=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def number(value: int, language: str) -> str:
    """A whole number with the thousands mark of the language."""
    return f"{value:,}".replace(",", "." if language == "nl" else ",")


def decimal(value: float, language: str) -> str:
    """A number with two decimals, with the mark of the language."""
    return f"{value:.2f}".replace(".", "," if language == "nl" else ".")


TEMPLATES.filters["number"] = number
TEMPLATES.filters["decimal"] = decimal
TEMPLATES.filters["address"] = address


def language_of(request: Request) -> str:
    """The language of a request: what its address says, what the reader chose before, or that of the settings."""
    told = request.query_params.get("lang") or request.cookies.get("lang") or request.app.state.settings.language
    return told if told in WORDS else "nl"


def words_of(request: Request) -> dict[str, str]:
    """The words of all pages in the language of a request."""
    told: dict[str, str] = request.app.state.words[language_of(request)]
    return told


def snapshot_of(request: Request) -> Snapshot:
    """The atlas that whoever asks may see; the same one as long as the request lasts."""
    told: Snapshot | None = getattr(request.state, "snapshot", None)
    if told is None:
        told = request.app.state.snapshots.of(everything=may_read_restricted(request))
        request.state.snapshot = told
    return told


def atlas_of(request: Request) -> Atlas:
    """The atlas for questions: every query runs in the sandbox."""
    return Atlas(snapshot_of(request).sandbox, language_of(request))


def columns_of(request: Request) -> Atlas:
    """The atlas for what is made of columns by our own code: networks, measures, scenarios and pictures."""
    return Atlas(Store(snapshot_of(request).folder), language_of(request))


def store_of(request: Request) -> Store:
    """The statements of the atlas that whoever asks may see, for our own code that looks things up one by one."""
    return _opened(snapshot_of(request).folder)


@lru_cache(maxsize=2)
def _opened(folder: Path) -> Store:
    return Store(folder)


def page(request: Request, template: str, *, status: int = 200, **content: Any) -> HTMLResponse:
    """A page of the atlas from its template, in the language of the request."""
    language = language_of(request)
    other = "en" if language == "nl" else "nl"
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    html = TEMPLATES.get_template(template).render(
        words=words_of(request),
        language=language,
        menu=request.app.state.menu,
        switch=f"{request.url.path}?{urlencode([*kept, ('lang', other)])}",
        manifest=snapshot_of(request).manifest,
        levels=levels(),
        sign_in_offered=request.app.state.tokens.told,
        **content,
    )
    response = HTMLResponse(html, status_code=status)
    if request.query_params.get("lang") == language:
        response.set_cookie("lang", language, samesite="lax", httponly=True)
    return response
