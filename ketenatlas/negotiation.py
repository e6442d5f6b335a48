"""Content negotiation: what a client accepts, best first (RFC 9110, section 12.5.1)."""

from collections.abc import Sequence


def acceptable(header: str | None, offered: Sequence[str]) -> list[str]:
    """The offered media types a client accepts, best first; all of them when it does not say.

    The quality of a type is that of the most specific range that matches it; equal ones keep the order in which the
    client named them, then the order in which they are offered.
    """
    ranges = []
    for position, part in enumerate((header or "*/*").split(",")):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip().lower() == "q":
                try:
                    quality = min(1.0, max(0.0, float(value)))
                except ValueError:
                    quality = 0.0
        ranges.append((name.lower(), quality, position))
    scored = []
    for index, media_type in enumerate(offered):
        matches = [
            (_precision(name, media_type), quality, position)
            for name, quality, position in ranges
            if _precision(name, media_type) is not None
        ]
        if matches:
            precision, quality, position = max(matches, key=lambda match: match[0] or 0)
            if quality > 0:
                scored.append((-quality, position if (precision or 0) > 0 else len(ranges), index, media_type))
    return [media_type for *_, media_type in sorted(scored)]


def _precision(name: str, media_type: str) -> int | None:
    """How precisely a media range names a type: 2 exactly, 1 by its first half, 0 by anything, ``None`` not at all."""
    if name == media_type:
        return 2
    if name == media_type.split("/", maxsplit=1)[0] + "/*":
        return 1
    return 0 if name in ("*/*", "*", "") else None
