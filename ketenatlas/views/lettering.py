"""Lettering: how wide words are and where they break, reckoned here because no browser is asked."""

FONT = "Arial, Helvetica, 'Liberation Sans', sans-serif"
"""Fonts of the same measure; the last is what a machine without them falls back to."""
_WIDTHS = {
    **dict.fromkeys("ijl'|", 0.222),
    **dict.fromkeys(" .,:;!/\\tfI[]ïí", 0.278),
    **dict.fromkeys('r()-"“”', 0.333),
    **dict.fromkeys("ckvxyzsJçš", 0.5),
    **dict.fromkeys("ABEKPSVXYÀÄÉÈ&", 0.667),
    **dict.fromkeys("CDHNRUwÜ", 0.722),
    **dict.fromkeys("GOQÖ", 0.778),
    **dict.fromkeys("mM%…—", 0.889),
    **dict.fromkeys("W@→←", 1.0),
}
"""Width of a letter in parts of its size, as in Helvetica and the fonts made to its measure; others are 0.6 wide."""
_SPARE = 1.04
_BOLD = 1.08


def width(text: str, size: float, bold: bool = False) -> float:
    """Room a line of text takes, a little more rather than less."""
    return sum(_WIDTHS.get(letter, 0.6) for letter in text) * size * _SPARE * (_BOLD if bold else 1.0)


def wrap(text: str, room: float, size: float, bold: bool = False) -> tuple[str, ...]:
    """Break a text at spaces into as few lines as fit the room, and make these about equally long.

    A word wider than the room keeps a line of its own.
    """
    lines = _broken(text, room, size, bold)
    while room > 0:
        room -= size / 2
        narrower = _broken(text, room, size, bold)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def _broken(text: str, room: float, size: float, bold: bool) -> tuple[str, ...]:
    lines: list[str] = []
    for word in text.split():
        if lines and width(f"{lines[-1]} {word}", size, bold) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)
