"""What is new: facts that began or ended lately, files that changed since the build before, the newest sources."""

import datetime
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import polars as pl

from graph.changes import between
from graph.store import Store
from graph.terms import expand

_FEW = 3
"""Things of one class that began or ended on one day are told one by one up to so many, and else by their number."""
_PUBLIC = "public"
"""Name of the folder, within that of an atlas, of the part that everybody may see."""


@dataclass(frozen=True)
class News:
    """One fact, or several of a kind at once.

    Attributes:
        day: when it began, or the last day it held.
        change: ``began`` or ``ended``.
        kind: its class in words.
        what: it in words; empty for several at once.
        iri: its address; empty for several at once.
        number: how many there are.
    """

    day: datetime.date
    change: str
    kind: str
    what: str
    iri: str
    number: int


@lru_cache(maxsize=8)
def lately(folder: Path, since: str, until: str, language: str) -> tuple[News, ...]:
    """What began and ended between two days (ISO) by what the sources say, the newest first."""
    table = between(Store(folder).statements, since, until, language)
    news = []
    for (day, change, kind), group in table.group_by("day", "change", "class", maintain_order=True):
        if not isinstance(day, datetime.date):
            continue
        if group.height > _FEW:
            news.append(News(day, str(change), str(kind), "", "", group.height))
        else:
            news += [
                News(day, str(change), str(kind), what, expand(subject), 1)
                for what, subject in group.select("what", "subject").iter_rows()
            ]
    return tuple(sorted(news, key=lambda one: (-one.day.toordinal(), one.kind, one.what)))


def former(folder: Path) -> Path | None:
    """The atlas that was in use before, as whoever may see this one may see that one; None if it is gone.

    Args:
        folder: of the atlas in use, or of the part of it that everybody may see.
    """
    home = folder.parent if folder.name == _PUBLIC else folder
    everything = folder == home and (home / _PUBLIC).is_dir()
    before = [path for path in home.parent.iterdir() if path != home and (path / "manifest.json").is_file()]
    last = max(before, key=lambda path: path.stat().st_mtime, default=None)
    if last is None:
        return None
    seen = last / _PUBLIC if (last / _PUBLIC).is_dir() and not everything else last
    return seen if (seen / "loads.csv").is_file() else None


def changed_files(folder: Path, before: Path) -> pl.DataFrame:
    """Files that are new, gone or different since an earlier build.

    Returns:
        ``file`` (loader and name), ``change`` (``new``, ``gone`` or ``different``), and the accepted rows ``was`` and
        ``now``; in order of file.
    """
    sides = [
        pl.read_csv(home / "loads.csv", infer_schema=False).select(
            pl.concat_str("loader", "file", separator="/").alias("file"),
            pl.col("accepted").cast(pl.Int64).alias(name),
            pl.col("sha256").alias(f"{name}_hash"),
        )
        for home, name in ((before, "was"), (folder, "now"))
    ]
    both = sides[0].join(sides[1], on="file", how="full", coalesce=True)
    differs = both.filter(~pl.col("was_hash").eq_missing(pl.col("now_hash")))
    change = pl.coalesce(
        pl.when(pl.col("was_hash").is_null()).then(pl.lit("new")),
        pl.when(pl.col("now_hash").is_null()).then(pl.lit("gone")),
        pl.lit("different"),
    )
    return differs.select("file", "was", "now", change=change).sort("file")
