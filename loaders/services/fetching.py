"""Fetching: a service is asked page by page; the pages are kept until the next time, so that no page is asked in vain.

What was broken off goes on at the page where it stopped. What is whole is asked for again only on the condition that it
changed; a page that did not is read from here. Pages are thrown away with the folder they lie in.
"""

import datetime
import hashlib
import json
import shutil
from dataclasses import asdict, dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from loaders.services.client import Client
from loaders.services.service import Page, Row, Service, ServiceError

KEPT_HOURS = 24
"""How long pages of a fetch that was broken off are good for; the source may have changed since."""
_STATE = "pages.json"


@dataclass
class _Kept:
    """A page that is kept: where it came from, by what it is known to be unchanged, and its hash."""

    address: str
    etag: str
    modified: str
    sha256: str


@dataclass
class _State:
    """What is kept of a fetch."""

    first: str
    begun: str
    whole: bool = False
    pages: list[_Kept] = field(default_factory=list)


@dataclass(frozen=True)
class Fetched:
    """What a service gave.

    Attributes:
        rows: all things, tidied.
        asked: pages that were asked for and came.
        kept: pages that were already here and still good.
    """

    rows: list[Row]
    asked: int
    kept: int


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that at any moment it is either the former one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    beside.write_bytes(data)
    beside.replace(path)


def fetch(service: Service, address: str, year: int, folder: Path, client: Client) -> Fetched:
    """Fetch everything a service gives.

    Args:
        service: the service.
        address: where it is asked.
        year: the year to ask for, if the service is asked for one.
        folder: where its pages are kept.
        client: asks, within its manners.

    Raises:
        ServiceError: saying what stood in the way, and what is kept.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / ".lock", timeout=0):
            return _Run(service, address, year, folder, client).run()
    except Timeout:
        raise ServiceError(f"{service.name} is being fetched into {folder.parent} already; wait for that") from None


class _Run:
    """One fetch: what it is of, what is kept of it, and how far it is."""

    def __init__(self, service: Service, address: str, year: int, folder: Path, client: Client) -> None:
        self._service, self._address, self._year = service, address, year
        self._folder, self._client = folder, client
        self._asked = self._kept = self._size = 0
        first = service.dialect.first(address, year)
        self._state = self._former(first) or _State(first, _now().isoformat())

    def run(self) -> Fetched:
        try:
            rows = self._all()
            self._judge(rows)
        except ServiceError as error:
            kept = 0 if self._state.whole else len(self._state.pages)
            these = "the first page is" if kept == 1 else f"the first {kept} pages are"
            how = f"{these} kept, and the same command goes on from there; " if kept else ""
            raise ServiceError(f"{self._service.name}: {error}. {how}what was fetched before stays as it is") from None
        self._state.whole = True
        self._save()
        tidy = self._service.tidy
        return Fetched([tidy(row) for row in rows] if tidy else rows, self._asked, self._kept)

    def _all(self) -> list[Row]:
        rows: list[Row] = []
        seen: set[str] = set()
        announced: int | None = None
        following: str | None = self._state.first
        number = 0
        while following is not None:
            if following in seen:
                raise self._thrown_away(f"the service goes in circles at {following}")
            seen.add(following)
            page = self._page(number, following, len(rows))
            if announced is not None and page.announced not in (None, announced):
                raise self._thrown_away(
                    f"the source changed on the way: {announced:,} were announced at first, {page.announced:,} now"
                )
            announced = page.announced if announced is None else announced
            rows += page.rows
            number += 1
            of = f" of {announced:,}" if announced is not None else ""
            self._client.tell(f"{self._service.name}: page {number}, {len(rows):,}{of}")
            following = page.following
        del self._state.pages[number:]
        if announced is not None and len(rows) != announced:
            raise self._thrown_away(f"{announced:,} were announced and {len(rows):,} came")
        return rows

    def _page(self, number: int, address: str, before: int) -> Page:
        """A page: the one kept if it is still good, else as the service gives it now."""
        kept = self._state.pages[number] if number < len(self._state.pages) else None
        body = self._body_of(number, kept) if kept is not None and kept.address == address else None
        if body is None:
            kept = None
        if kept is not None and body is not None and not self._state.whole:
            self._size += len(body)
            self._kept += 1
            return self._read(body, before)
        if self._asked or self._kept:
            self._client.sleep(self._client.manners.pause)
        etag, modified = (kept.etag, kept.modified) if kept is not None else ("", "")
        answer = self._client.get(
            address, self._service.dialect.accepts, etag, modified, self._client.manners.most - self._size
        )
        if answer.body is None:
            if body is None:
                raise ServiceError("the service says nothing changed since, but was not asked that")
            self._kept += 1
            self._size += len(body)
            return self._read(body, before)
        self._asked += 1
        self._size += len(answer.body)
        page = self._read(answer.body, before)
        self._keep(number, _Kept(address, answer.etag, answer.modified, _hash(answer.body)), answer.body)
        return page

    def _read(self, body: bytes, before: int) -> Page:
        page = self._service.dialect.page(body, self._address, before)
        needed = set(self._service.needs)
        for row in page.rows:
            names = self._service.dialect.names(row)
            if needed - names:
                raise ServiceError(
                    f"expected {', '.join(self._service.needs)} with everything, found one without "
                    f"{', '.join(sorted(needed - names))}; it has {', '.join(sorted(names)) or 'nothing'}"
                )
        return page

    def _judge(self, rows: list[Row]) -> None:
        """Whether all came, and each once."""
        named = [name for name in map(self._service.dialect.identity, rows) if name is not None]
        twice = len(named) - len(set(named))
        if twice:
            raise self._thrown_away(f"{twice:,} came twice, so that others may be missing")
        if len(rows) < self._service.least:
            why = (
                f"; perhaps {self._year} is not published yet, --year asks for another" if self._service.yearly else ""
            )
            raise self._thrown_away(f"expected at least {self._service.least:,}, found {len(rows):,}{why}")

    def _thrown_away(self, reason: str) -> ServiceError:
        """Pages that do not fit together are of no use the next time."""
        self._state.pages.clear()
        self._save()
        return ServiceError(reason)

    def _keep(self, number: int, kept: _Kept, body: bytes) -> None:
        """Keep a page; the ones after it were made for another state of the source."""
        write_whole(self._file(number), body)
        if number < len(self._state.pages) and self._state.pages[number].sha256 == kept.sha256:
            self._state.pages[number] = kept
        else:
            if self._state.whole:  # the pages before this one were found unchanged just now
                self._state.whole, self._state.begun = False, _now().isoformat()
            self._state.pages[number:] = [kept]
        self._save()

    def _save(self) -> None:
        write_whole(self._folder / _STATE, json.dumps(asdict(self._state), indent=1).encode())

    def _former(self, first: str) -> _State | None:
        """What is kept of an earlier fetch of the same, if it is still of use; the rest is removed."""
        state: _State | None = None
        try:
            told = json.loads((self._folder / _STATE).read_text(encoding="utf-8"))
            pages = [_Kept(**page) for page in told.pop("pages")]
            found = _State(**told, pages=pages)
            age = _now() - datetime.datetime.fromisoformat(found.begun)
            if found.first == first and (found.whole or age < datetime.timedelta(hours=KEPT_HOURS)):
                state = found
        except (OSError, ValueError, TypeError, KeyError):
            state = None  # unreadable: as good as nothing
        if state is None:
            for path in self._folder.iterdir():
                if path.name != ".lock":
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
        elif not state.whole and state.pages:
            self._client.tell(f"{self._service.name}: going on after page {len(state.pages)}, where it was broken off")
        return state

    def _body_of(self, number: int, kept: _Kept) -> bytes | None:
        """A page as it is kept, if it is what was kept."""
        path = self._file(number)
        body = path.read_bytes() if path.is_file() else b""
        return body if _hash(body) == kept.sha256 else None

    def _file(self, number: int) -> Path:
        return self._folder / f"page-{number + 1:04}"


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
