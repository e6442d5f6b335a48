"""Who we are to a SPARQL server elsewhere: a name and password, or a token, which never go to anybody in the open."""

import ipaddress
from urllib.parse import SplitResult, urlsplit

from graph.errors import UsageError
from graph.remote import Login
from ketenatlas.settings import Settings


def web_address(given: str) -> SplitResult:
    """The parts of the address of a server.

    Raises:
        UsageError: if it is none that may be asked.
    """
    parts = urlsplit(given)
    if "@" in parts.netloc:
        raise UsageError(
            "an address with a name or password in it is not used, for addresses end up in logs; give the name with "
            "--user or KETENATLAS_SERVER_USER, the password in KETENATLAS_SERVER_PASSWORD"
        )
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.fragment:
        raise UsageError(f"{given!r} is not the address of a server; expected https://HOST/PATH or http://HOST/PATH")
    return parts


def shown(address: str) -> str:
    """An address as it may be printed: without its query, which may hold a key."""
    parts = web_address(address)
    return f"{parts.scheme}://{parts.netloc}{parts.path}"


def login_for(address: str, user: str = "", password: str = "", *, hidden: bool = False) -> Login | None:
    """What a server is told of who asks: what was given, else what the settings (the environment) hold.

    Args:
        address: the server.
        user: name instead of that of the settings.
        password: password instead of that of the settings.
        hidden: whether the password goes as a digest, which may travel in the open.

    Raises:
        UsageError: if the address is none that may be asked, or a secret would go over the network in the open.
    """
    parts = web_address(address)
    settings = Settings()
    name = user or settings.server_user
    secret = password or settings.server_password.get_secret_value()
    token = "" if user else settings.server_token.get_secret_value()
    if not (name and secret) and not token:
        return None
    if parts.scheme == "http" and not _here(parts.hostname or "") and not (hidden and not token):
        raise UsageError(
            f"{shown(address)} is asked in the open, where others can read a password or token; use its https address"
        )
    return Login(token=token) if token else Login(name, secret)


def _here(host: str) -> bool:
    """Whether a host is this machine, so that nothing goes over the network."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
