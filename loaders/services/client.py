"""The client: one polite question to a web service, asked again where that may help, and refused where it may harm.

It names itself, verifies certificates, goes through the proxy the environment names, follows redirects only to web
addresses that are no less safe, and reads no more than it was told to.
"""

import email.utils
import http.client
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from urllib.parse import urlsplit

from loaders.services.addresses import joined
from loaders.services.service import ServiceError

_AGAIN = {408, 425, 429, 500, 502, 503, 504}
"""Answers after which asking again may help."""
_ELSEWHERE = {301, 302, 303, 307, 308}
_MOST_REDIRECTS = 5
_PIECE = 1 << 16


@dataclass(frozen=True)
class Manners:
    """How a service is treated.

    Attributes:
        agent: how the client names itself.
        pause: seconds between two pages.
        seconds: seconds to wait for a sign of life.
        tries: how often one page is asked for at most.
        longest_wait: seconds to wait before asking again at most; a service that wants more is left alone.
        megabytes: most a whole fetch may bring in.
    """

    agent: str = "ketenatlas"
    pause: float = 1.0
    seconds: float = 60.0
    tries: int = 5
    longest_wait: float = 120.0
    megabytes: int = 500

    @property
    def most(self) -> int:
        """Most bytes a whole fetch may bring in."""
        return self.megabytes << 20


@dataclass(frozen=True)
class Answer:
    """What came back: the body, or None where nothing changed since; and by what that is known the next time."""

    body: bytes | None
    etag: str = ""
    modified: str = ""


class _PassingError(Exception):
    """A failure that may be over soon, and how many seconds the service asks to wait."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


class Client:
    """Asks a service.

    Attributes:
        manners: how it is treated.
        sleep: waits a number of seconds.
        tell: told why we wait, and how far we are.
    """

    def __init__(
        self,
        manners: Manners,
        sleep: Callable[[float], None] = time.sleep,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.manners, self.sleep, self.tell = manners, sleep, tell
        # Built by hand: the usual opener would also read files and FTP, and follow redirects by itself.
        self._opener = urllib.request.OpenerDirector()
        for handler in (
            urllib.request.ProxyHandler(),
            urllib.request.UnknownHandler(),
            urllib.request.HTTPHandler(),
            urllib.request.HTTPSHandler(context=ssl.create_default_context()),
            urllib.request.HTTPDefaultErrorHandler(),
            urllib.request.HTTPErrorProcessor(),
        ):
            self._opener.add_handler(handler)

    def get(self, address: str, accepts: str, etag: str = "", modified: str = "", most: int | None = None) -> Answer:
        """Ask for an address, again where a failure may be a passing one.

        Args:
            address: the address.
            accepts: media types.
            etag: what the service called the answer that is already here.
            modified: the day it gave with that.
            most: bytes to read at most.

        Raises:
            ServiceError: saying what stood in the way.
        """
        headers = {"User-Agent": self.manners.agent, "Accept": accepts, "Accept-Encoding": "identity"}
        headers |= {"If-None-Match": etag} if etag else {}
        headers |= {"If-Modified-Since": modified} if modified else {}
        for attempt in range(1, self.manners.tries + 1):
            try:
                return self._redirected(address, headers, self.manners.most if most is None else most)
            except _PassingError as failure:
                if attempt == self.manners.tries:
                    raise ServiceError(f"{_host(address)} {failure}, {attempt} times in a row") from None
                wait = min(2.0 ** (attempt - 1), self.manners.longest_wait) if failure.wait is None else failure.wait
                if wait > self.manners.longest_wait:
                    raise ServiceError(
                        f"{_host(address)} {failure} and asks to come back in {wait:,.0f} seconds; try again then"
                    ) from None
                self.tell(f"{_host(address)} {failure}; asking again in {wait:g} s")
                self.sleep(wait)
        raise ServiceError(f"{_host(address)} was not asked: the setting says {self.manners.tries} tries")

    def _redirected(self, address: str, headers: dict[str, str], most: int) -> Answer:
        """Ask, and go where the service sends us, within bounds."""
        for _ in range(_MOST_REDIRECTS + 1):
            answer = self._asked(address, headers, most)
            if isinstance(answer, Answer):
                return answer
            target = joined(address, answer)
            safe = {"https"} if urlsplit(address).scheme == "https" else {"http", "https"}
            if target is None or urlsplit(target).scheme not in safe:
                raise ServiceError(
                    f"{_host(address)} sends us to {target or answer}, which is not followed: it is not as safe"
                )
            address = target
        raise ServiceError(f"{_host(address)} sends us from address to address without end")

    def _asked(self, address: str, headers: dict[str, str], most: int) -> Answer | str:
        """Ask once: an answer, or the address to ask instead."""
        if urlsplit(joined("", address) or "").scheme not in ("http", "https"):
            raise ServiceError(f"{address!r} is not a web address; expected one that starts with https://")
        request = urllib.request.Request(address, headers=headers)  # noqa: S310 - the scheme was checked
        try:
            with self._opener.open(request, timeout=self.manners.seconds) as response:
                return Answer(
                    _body(response, most), response.headers.get("ETag", ""), response.headers.get("Last-Modified", "")
                )
        except urllib.error.HTTPError as error:
            with error:
                return _refused(address, error)
        except (TimeoutError, ConnectionError, http.client.HTTPException, urllib.error.URLError, OSError) as error:
            raise _unreachable(address, error) from None


def _body(response: http.client.HTTPResponse, most: int) -> bytes:
    """The body, in full and no larger than allowed."""
    said = response.headers.get("Content-Length")
    parts, size = [], 0
    while piece := response.read(_PIECE):
        parts.append(piece)
        size += len(piece)
        if size > most:
            break
    if max(size, int(said) if said and said.isdigit() else 0) > most:
        raise ServiceError("more comes in than is allowed (KETENATLAS_FETCH_MEGABYTES says how much may)")
    if said and said.isdigit() and size < int(said):
        raise http.client.IncompleteRead(b"", int(said) - size)
    return b"".join(parts)


def _refused(address: str, error: urllib.error.HTTPError) -> Answer | str:
    """What an answer that is not a plain success means."""
    said = f"{error.code} {error.reason}".strip()
    if error.code == 304:
        return Answer(None, error.headers.get("ETag", ""), error.headers.get("Last-Modified", ""))
    if error.code in _ELSEWHERE:
        return str(error.headers.get("Location", ""))
    if error.code in _AGAIN:
        raise _PassingError(f"is not ready (it says {said})", _wanted_wait(error.headers))
    if error.code == 407:
        raise ServiceError(_no_proxy(said))
    if error.code in (401, 403, 451):
        raise ServiceError(
            f"{_host(address)}, or the proxy of this network, says no ({said}); ask who runs the network for access"
        )
    raise ServiceError(
        f"{_host(address)} says {said} to {address}; the service may have moved, its address can be given by --address"
    )


def _unreachable(address: str, error: Exception) -> Exception:
    """Why no answer came: for good, or perhaps not."""
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    host = _host(address)
    if isinstance(reason, ssl.SSLCertVerificationError):
        return ServiceError(
            f"the certificate of {host} is not trusted ({reason.verify_message}); where a network opens secure "
            "connections, SSL_CERT_FILE must name a file with its certificate"
        )
    if isinstance(reason, http.client.InvalidURL):
        return ServiceError(f"{address!r} is not a web address: {reason}")
    if isinstance(reason, socket.gaierror):
        return ServiceError(
            f"{host} cannot be found from here; is there a network, and does HTTPS_PROXY name its proxy if it has one?"
        )
    if isinstance(reason, ConnectionRefusedError):
        return ServiceError(f"nothing answers at {host}; is the address right, and the proxy if there is one?")
    if "Tunnel connection failed" in str(reason):
        return ServiceError(_no_proxy(str(reason).partition(": ")[2]))
    if isinstance(reason, TimeoutError):
        return _PassingError("did not answer in time")
    if isinstance(reason, http.client.HTTPException | OSError):
        return _PassingError(f"broke off ({type(reason).__name__})")
    return ServiceError(f"{host} cannot be asked: {reason}")


def _no_proxy(said: str) -> str:
    return f"the proxy of this network says no ({said}); HTTPS_PROXY must name it with a user and password if it asks"


def _wanted_wait(headers: Message) -> float | None:
    """Seconds the service asks to wait, given as a number or as a moment."""
    told = (headers.get("Retry-After") or "").strip()
    if told.isdigit():
        return float(told)
    try:
        return max(email.utils.parsedate_to_datetime(told).timestamp() - time.time(), 0.0)
    except (TypeError, ValueError):
        return None


def _host(address: str) -> str:
    return urlsplit(address).netloc.rpartition("@")[2] or address
