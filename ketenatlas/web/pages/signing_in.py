"""Signing in: a browser shows its token once, and has a session from then on."""

import hmac
import secrets
from typing import cast
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ketenatlas.tokens import Tokens
from ketenatlas.web.access import SESSION, SESSION_SECONDS, Sessions, signed_in
from ketenatlas.web.rendering import page, words_of

ADDRESS = "/aanmelden"
_FORM = "form"
"""Name of the cookie that says that a form is ours: no other site can send or know it."""
_MOST = 4096

WORDS = {
    "nl": {
        "sign_in": "Aanmelden",
        "sign_in_help": "Wie een token heeft, ziet ook wat niet voor iedereen is, zoals vestigingen uit LISA. Het "
        "token komt van de beheerder.",
        "token": "Token",
        "sign_in_wrong": "Dit token werkt niet. Het is verkeerd overgenomen, verlopen of ingetrokken.",
        "sign_in_stale": "Het formulier was verlopen. Probeer het opnieuw.",
        "signed_in_as": "Aangemeld als",
        "signed_in_help": "U ziet de hele atlas, ook wat niet voor iedereen is. Deel geen schermafdrukken of bestanden "
        "zonder na te gaan of dat mag.",
        "signed_in_public": "Dit token geeft geen recht om te lezen wat niet voor iedereen is.",
        "sign_out": "Afmelden",
    },
    "en": {
        "sign_in": "Sign in",
        "sign_in_help": "With a token you also see what is not for everybody, such as establishments of the register "
        "LISA. You get a token from whoever runs this server.",
        "token": "Token",
        "sign_in_wrong": "This token does not work. It was copied wrongly, has expired or was revoked.",
        "sign_in_stale": "The form had expired. Try again.",
        "signed_in_as": "Signed in as",
        "signed_in_help": "You see the whole atlas, also what is not for everybody. Share no screenshots or files "
        "without making sure that you may.",
        "signed_in_public": "This token gives no right to read what is not for everybody.",
        "sign_out": "Sign out",
    },
}


def form(request: Request, *, status: int = 200, wrong: str | None = None) -> Response:
    """The form, or who is signed in."""
    mark = secrets.token_urlsafe(24)
    response = page(
        request,
        "signing_in.html.j2",
        status=status,
        mark=mark,
        wrong=words_of(request)[wrong] if wrong else None,
        who=signed_in(request),
    )
    _set(response, request, _FORM, mark, 3600)
    response.headers["Cache-Control"] = "no-store"
    return response


async def sign_in(request: Request) -> Response:
    """Begin a session for whoever shows a token that works."""
    told = await _fields(request)
    mark = request.cookies.get(_FORM, "")
    if not mark or not hmac.compare_digest(mark.encode(), told.get("mark", "").encode()):
        return form(request, status=403, wrong="sign_in_stale")
    token = cast("Tokens", request.app.state.tokens).of(told.get("token", "").strip())
    if token is None:
        return form(request, status=403, wrong="sign_in_wrong")
    response = RedirectResponse(ADDRESS, 303)
    _end(request)
    _set(response, request, SESSION, cast("Sessions", request.app.state.sessions).begin(token), SESSION_SECONDS)
    response.delete_cookie(_FORM)
    return response


async def sign_out(request: Request) -> Response:
    """End the session; other sites cannot, for a browser does not send them the cookie."""
    _end(request)
    response = RedirectResponse(ADDRESS, 303)
    response.delete_cookie(SESSION)
    return response


def _end(request: Request) -> None:
    cast("Sessions", request.app.state.sessions).end(request.cookies.get(SESSION, ""))


def _set(response: Response, request: Request, name: str, value: str, seconds: int) -> None:
    secure = request.url.scheme == "https"
    response.set_cookie(name, value, max_age=seconds, httponly=True, samesite="strict", secure=secure)


async def _fields(request: Request) -> dict[str, str]:
    """The fields of a small form; none of what is larger or otherwise."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _MOST:
            return {}
    try:
        return dict(parse_qsl(body.decode("utf-8"), max_num_fields=8))
    except ValueError:
        return {}


ROUTES = [
    Route(ADDRESS, form, methods=["GET"]),
    Route(ADDRESS, sign_in, methods=["POST"]),
    Route("/afmelden", sign_out, methods=["POST"]),
]
