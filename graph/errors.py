"""Errors for people: each is a sentence that says what was found, what was expected and what happens now."""


class AtlasError(Exception):
    """Something the user can understand and mend. The text is shown as it is, without a traceback."""


class UsageError(AtlasError):
    """The request itself is off: an unknown name, a value of the wrong kind."""
