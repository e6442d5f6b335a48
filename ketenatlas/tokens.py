"""Tokens: who may read what is restricted, or change something; a file of names, salted hashes, rights and last days.

A token is 256 random bits that are shown once and kept nowhere; the file holds a salted SHA-256 of it, which at that
size cannot be guessed back. The file looks like this::

    [[token]]
    name = "analyst"
    salt = "9f..."
    hash = "41..."
    rights = ["read-restricted"]
    expires = 2027-11-24
"""

import datetime
import hashlib
import hmac
import json
import os
import re
import secrets
import threading
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.errors import AtlasError, UsageError

READ, UPDATE = "read-restricted", "update"
RIGHTS = (READ, UPDATE)
PREFIX = "ketenatlas_"
"""How every token begins, so that one that went astray is recognised for what it is."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_OTHERS = 0o007


class TokenFileError(AtlasError):
    """A file of tokens that cannot be trusted or understood."""


@dataclass(frozen=True)
class Token:
    """What the file says of one token.

    Attributes:
        name: who has it.
        salt: random bytes (hexadecimal).
        hash: SHA-256 of salt and token (hexadecimal).
        rights: of :data:`RIGHTS`.
        expires: the last day it works.
    """

    name: str
    salt: str
    hash: str
    rights: frozenset[str]
    expires: datetime.date

    def works(self, day: datetime.date | None = None) -> bool:
        """Whether it has not expired."""
        return (day or datetime.date.today()) <= self.expires


def _hashed(salt: str, secret: str) -> str:
    return hashlib.sha256(bytes.fromhex(salt) + secret.encode()).hexdigest()


def read(path: Path) -> tuple[Token, ...]:
    """Read a file of tokens.

    Raises:
        TokenFileError: if it is missing, open to others on this machine, or not as expected.
    """
    try:
        if os.name == "posix" and path.stat().st_mode & _OTHERS:
            raise TokenFileError(f"{path} is open to everybody on this machine; close it with: chmod 600 {path}")
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise TokenFileError(f"{path} is missing; make it with: ketenatlas token new NAME --file {path}") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise TokenFileError(f"{path} cannot be read as a file of tokens: {error}") from None
    listed = told.get("token", [])
    found = tuple(_token(path, at, one) for at, one in enumerate(listed if isinstance(listed, list) else [{}], 1))
    for token in found:
        if sum(token.name == other.name for other in found) > 1:
            raise TokenFileError(f"{path}: two tokens are called {token.name!r}; each needs a name of its own")
    return found


def _token(path: Path, at: int, told: Any) -> Token:
    try:
        made = Token(told["name"], told["salt"], told["hash"], frozenset(told["rights"]), told["expires"])
        sound = (
            _NAME.fullmatch(made.name)
            and len(bytes.fromhex(made.salt)) >= 16
            and len(bytes.fromhex(made.hash)) == 32
            and made.rights <= set(RIGHTS)
            and type(made.expires) is datetime.date
        )
    except (KeyError, TypeError, ValueError):
        sound = None
    if not sound:
        raise TokenFileError(
            f"{path}: token {at} is not as expected; it needs name, salt, hash, rights (of {', '.join(RIGHTS)}) and "
            "expires (a date); make it with: ketenatlas token new"
        )
    return made


def new(path: Path, name: str, rights: Iterable[str], expires: datetime.date) -> str:
    """Make a token and add it to a file, which is made if need be.

    Returns:
        The token itself, which is kept nowhere.

    Raises:
        UsageError: if the name is taken or no name, or a right is none.
        TokenFileError: if the file cannot be read or written.
    """
    chosen = sorted(set(rights))
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name!r} is no name for a token; letters, digits, dots and hyphens, at most 64")
    if not chosen or not set(chosen) <= set(RIGHTS):
        raise UsageError(f"--rights: {', '.join(chosen) or 'none'}; choose of {', '.join(RIGHTS)}")
    if path.exists() and name in {token.name for token in read(path)}:
        raise UsageError(f"{path} has a token called {name!r}; take it out first with: ketenatlas token revoke {name}")
    secret = PREFIX + secrets.token_urlsafe(32)
    salt = secrets.token_hex(16)
    token = Token(name, salt, _hashed(salt, secret), frozenset(chosen), expires)
    _write(path, [*(read(path) if path.exists() else ()), token])
    return secret


def revoke(path: Path, name: str) -> None:
    """Take a token out of a file; a server that runs sees it at its next request.

    Raises:
        UsageError: if there is none of that name.
        TokenFileError: if the file cannot be read or written.
    """
    there = read(path)
    left = [token for token in there if token.name != name]
    if len(left) == len(there):
        raise UsageError(f"{path} has no token {name!r}; it has {', '.join(t.name for t in there) or 'none'}")
    _write(path, left)


def _write(path: Path, tokens: Iterable[Token]) -> None:
    """Replace the file in one step; nobody else can read it at any moment."""
    parts = [
        f"[[token]]\nname = {json.dumps(token.name)}\n"
        f"salt = {json.dumps(token.salt)}\nhash = {json.dumps(token.hash)}\n"
        f"rights = {json.dumps(sorted(token.rights))}\nexpires = {token.expires.isoformat()}\n"
        for token in tokens
    ]
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
            out.write("\n".join(parts))
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise TokenFileError(f"{path} cannot be written: {error.strerror or error}") from None


class Tokens:
    """The tokens of a running server, read again whenever their file changes.

    A file that can no longer be trusted lets nobody in until it is mended.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._stamp: tuple[int, ...] | None = None
        self._tokens: tuple[Token, ...] = ()
        if path is not None:
            self._tokens, self._stamp = read(path), self._seen()

    def _seen(self) -> tuple[int, ...] | None:
        try:
            told = self._path.stat() if self._path else None
        except OSError:
            return None
        return (told.st_mtime_ns, told.st_size, told.st_ino, told.st_mode) if told else None

    @property
    def told(self) -> bool:
        """Whether there is a file of tokens."""
        return self._path is not None

    def known(self) -> tuple[Token, ...]:
        """The tokens as the file has them now."""
        if self._path is None:
            return ()
        with self._lock:
            stamp = self._seen()
            if stamp is None or stamp != self._stamp:
                try:
                    self._tokens = read(self._path)
                except TokenFileError:
                    self._tokens = ()
                self._stamp = stamp
            return self._tokens

    def of(self, secret: str) -> Token | None:
        """The token a secret belongs to, if it still works.

        Every token is compared with, and each in constant time, so that the time taken tells nothing.
        """
        found = None
        for token in self.known():
            if hmac.compare_digest(_hashed(token.salt, secret), token.hash):
                found = token
        return found if found and found.works() else None

    def named(self, name: str) -> Token | None:
        """The token of a name, if it still works."""
        return next((token for token in self.known() if token.name == name and token.works()), None)
