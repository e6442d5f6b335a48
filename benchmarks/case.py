"""A case: the made-up data of a size, the atlas built of it, and the files that other engines load."""

import gzip
import json
import re
import time
from pathlib import Path

import polars as pl
import pyoxigraph as ox

from benchmarks import floor
from benchmarks.machine import peak_memory
from benchmarks.province import AS_OF, write_data
from benchmarks.running import Case
from graph.store import Store, current
from graph.terms import PREFIXES, expand
from ketenatlas.build import build

REPORT = "built.json"


def prepared(size: int, work: Path, seed: int = 1) -> Case:
    """Make up the data and build the atlas, unless that was done in the same folder before.

    Args:
        size: number of establishments.
        work: folder for everything.
        seed: of the made-up data.
    """
    place = work / f"{size}-{seed}"
    data, builds, micro = place / "data", place / "builds", place / "micro.nt"
    if not (place / REPORT).is_file():
        write_data(data, size, seed)
        started = time.perf_counter()
        peak = peak_memory(_build, builds, data, place / REPORT)
        told = json.loads((place / REPORT).read_text(encoding="utf-8"))
        told |= {"wall": time.perf_counter() - started, "peak_mib": peak}
        told["micro"] = _written(current(builds), micro)
        (place / REPORT).write_text(json.dumps(told, indent=2), encoding="utf-8")
    site = pl.scan_csv(data / "relations" / "made.csv").select("supplier").first().collect().item()
    return Case(size, data, current(builds), builds, micro, str(site), AS_OF)


def told_of(case: Case) -> dict[str, float]:
    """What the build of a case took: seconds by stage, memory, statements."""
    found: dict[str, float] = json.loads((case.builds.parent / REPORT).read_text(encoding="utf-8"))
    return found


def _build(builds: Path, data: Path, report: Path) -> None:
    started = time.perf_counter()
    made = build(builds, data)
    stages = {f"stage {name}": seconds for name, seconds in made.stages.items()}
    told = {"whole": time.perf_counter() - started, "statements": made.statements, "inferred": made.inferred, **stages}
    stored = len(Store(made.folder).statements)
    report.write_text(json.dumps({**told, "stored": stored}), encoding="utf-8")


def properties() -> set[str]:
    """The properties and classes that the ad-hoc questions name, as N-Triples terms."""
    texts = [
        text
        for folder in ("adhoc", "library")
        for kinds in floor.asked(folder).values()
        for kind, text in kinds.items()
        if kind.endswith("rq")
    ]
    return {f"<{expand(f'ka:{name}')}>" for text in texts for name in re.findall(r"\bka:(\w+)", text)}


def _written(atlas: Path, micro: Path) -> int:
    """Write the statements that the ad-hoc questions need, once each; returns how many there are.

    The ontology speaks of the same properties, but none of its statements has one as its property.
    """
    named = {one.encode() for one in properties()}
    kind = f"<{PREFIXES['rdf']}type>".encode()
    number = 0
    before = b""
    with gzip.open(atlas / "atlas.nq.gz", "rb") as packed, micro.open("wb") as file:
        for line in packed:
            parts = line.split(b" ", 2)
            if parts[1] in named or (parts[1] == kind and parts[2].split(b" ", 1)[0] in named):
                triple = line.rsplit(b" ", 2)[0]
                if triple != before:  # the dump is in order, so that the same said in two graphs stands together
                    file.write(triple + b" .\n")
                    number += 1
                before = triple
    return number


def plainly(case: Case) -> Path:
    """All statements of an atlas as N-Triples, each once, unpacked when first asked for."""
    target = case.builds.parent / "atlas.nt"
    if not target.is_file():
        with gzip.open(case.atlas / "atlas.nq.gz", "rb") as packed, target.open("wb") as file:
            before = b""
            for line in packed:
                triple = line.rsplit(b" ", 2)[0]
                if triple != before:
                    file.write(triple + b" .\n")
                before = triple
    return target


def in_quads(case: Case, atlas: Path) -> Path:
    """All statements of an atlas of a case, those of its registers included, as N-Quads, written once."""
    target = case.builds.parent / ("atlas.nq" if atlas == case.atlas else "public.nq")
    if not target.is_file():
        Store(atlas).statements.dump(str(target), format=ox.RdfFormat.N_QUADS)
    return target
