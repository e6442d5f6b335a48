"""Growth as a picture: warm seconds by size, a panel per task, a line per engine, both axes logarithmic; plain SVG."""

import math
from collections.abc import Sequence
from html import escape

import polars as pl

COLOURS = ("#0b3d66", "#c2410c", "#4d7c0f", "#7e22ce", "#0e7490", "#a16207", "#be123c", "#475569", "#15803d")
PANEL_W, PANEL_H, MARGIN, ACROSS = 300, 190, 44, 3
LEAST_SECONDS = 1e-4
_LINE = 16


def growth(table: pl.DataFrame, tasks: Sequence[tuple[str, str]]) -> str:
    """Draw the panels.

    Args:
        table: measurements (:data:`benchmarks.comparing.COLUMNS`).
        tasks: side and task of each panel.

    Returns:
        An SVG document.
    """
    known = table.filter(pl.col("warm_s").is_not_null())
    shown = [(side, task, known.filter((pl.col("side") == side) & (pl.col("task") == task))) for side, task in tasks]
    shown = [panel for panel in shown if panel[2].height]
    engines = list(dict.fromkeys(name for _, _, rows in shown for name in rows["engine"]))
    colours = {name: COLOURS[at % len(COLOURS)] for at, name in enumerate(engines)}
    sizes = sorted(known["size"].unique())
    down = math.ceil(len(shown) / ACROSS)
    legend = _LINE * math.ceil(len(engines) / ACROSS) + 40
    width, height = ACROSS * PANEL_W + 20, down * PANEL_H + legend + 20
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"',
        ' font-family="sans-serif" font-size="11">',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        '<text x="10" y="18" font-size="14">Warm seconds by number of establishments; both axes logarithmic</text>',
    ]
    for at, name in enumerate(engines):
        x, y = 10 + (at % ACROSS) * PANEL_W, 38 + _LINE * (at // ACROSS)
        parts.append(f'<rect x="{x}" y="{y - 7}" width="14" height="4" fill="{colours[name]}"/>')
        parts.append(f'<text x="{x + 20}" y="{y}">{escape(name)}</text>')
    for at, (side, task, rows) in enumerate(shown):
        left, top = 10 + (at % ACROSS) * PANEL_W, legend + (at // ACROSS) * PANEL_H
        parts += _panel(f"{side}: {task}", rows, colours, sizes, left, top)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _panel(
    title: str, rows: pl.DataFrame, colours: dict[str, str], sizes: Sequence[int], left: float, top: float
) -> list[str]:
    x0, x1, y0, y1 = left + MARGIN, left + PANEL_W - 16, top + PANEL_H - 34, top + 24
    seconds = [max(value, LEAST_SECONDS) for value in rows["warm_s"]]
    low, high = math.floor(math.log10(min(seconds))), math.ceil(math.log10(max(seconds)) + 1e-9)
    high = max(high, low + 1)
    first, last = math.log10(sizes[0]), math.log10(sizes[-1])

    def across(size: int) -> float:
        return (x0 + x1) / 2 if first == last else x0 + (x1 - x0) * (math.log10(size) - first) / (last - first)

    def up(value: float) -> float:
        return y0 - (y0 - y1) * (math.log10(max(value, LEAST_SECONDS)) - low) / (high - low)

    parts = [f'<text x="{x0}" y="{top + 14}" font-weight="bold">{escape(title)}</text>']
    for power in range(low, high + 1):
        y = up(10.0**power)
        parts.append(f'<line x1="{x0}" x2="{x1}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{x0 - 4}" y="{y + 4:.1f}" text-anchor="end" fill="#555">{10.0**power:g}</text>')
    for size in sizes:
        parts.append(
            f'<text x="{across(size):.1f}" y="{y0 + 15}" text-anchor="middle" fill="#555">{_short(size)}</text>'
        )
    for name in dict.fromkeys(rows["engine"]):
        points = rows.filter(pl.col("engine") == name).sort("size").select("size", "warm_s").rows()
        drawn = [(across(size), up(value)) for size, value in points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in drawn)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colours[name]}" stroke-width="1.6"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colours[name]}"/>' for x, y in drawn]
    return parts


def _short(size: int) -> str:
    return f"{size / 1_000_000:g}M" if size >= 1_000_000 else f"{size / 1_000:g}k" if size >= 1_000 else str(size)
