"""Errors for people: each is a sentence that says what was found, what was expected and what happens now."""

from collections.abc import Collection


class AtlasError(Exception):
    """Something the user can understand and mend. The text is shown as it is, without a traceback."""


class UsageError(AtlasError):
    """The request itself is off: an unknown name, a value of the wrong kind."""


def one_of(name: str, given: str, allowed: Collection[str]) -> None:
    """Refuse what is not allowed.

    Args:
        name: what it was given for, as people write it: ``by``, ``--format``.
        given: what was given.
        allowed: what may be given.

    Raises:
        UsageError: saying what is allowed.
    """
    if given not in allowed:
        raise UsageError(f"{name}: {given!r} is not one of {', '.join(allowed)}")
