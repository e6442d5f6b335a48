"""Who may do what: told by a token in the header ``Authorization``, and by nothing a browser sends of itself."""

import secrets

from starlette.requests import Request


def may_update(request: Request) -> bool:
    """Whether whoever asks may change the scratch graphs: with the token of the settings, and never without one."""
    expected = request.app.state.settings.update_token
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return bool(expected) and kind.lower() == "bearer" and secrets.compare_digest(token.strip(), expected)
