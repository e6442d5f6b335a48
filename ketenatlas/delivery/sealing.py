"""Sealing: the checksums of all files of a delivery, by which anybody sees whether it is whole (``sha256sum -c``)."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

SEAL = "checksums.sha256"


def seal(folder: Path) -> Path:
    """Write the checksums of all files that are in a folder now."""
    lines = [f"{_digest(path)}  {path.relative_to(folder).as_posix()}" for path in _files(folder)]
    target = folder / SEAL
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return target


def broken(folder: Path) -> Iterator[str]:
    """What is not as it was sealed, in sentences."""
    lines = (line.partition("  ") for line in (folder / SEAL).read_text(encoding="utf-8").splitlines())
    sealed = {name: digest for digest, _, name in lines}
    there = {path.relative_to(folder).as_posix(): path for path in _files(folder)}
    for name in sorted({*sealed, *there}):
        if name not in there:
            yield f"{name} is gone"
        elif name not in sealed:
            yield f"{name} was added"
        elif _digest(there[name]) != sealed[name]:
            yield f"{name} was changed"


def _files(folder: Path) -> list[Path]:
    found = [path for path in folder.rglob("*") if path.is_file() and path != folder / SEAL]
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
