"""Fuzz a server of its own for as long as one likes: ``python -m tests.fuzz --minutes 30``."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from ketenatlas.build import build
from tests.fuzz.attack import fuzz
from tests.ketenatlas.conftest import serving
from tests.security.conftest import SECRET, SMALL, write

LIMIT = 1.0


def main() -> int:
    """Build the small atlas with a restricted part, serve it, attack it, and tell what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--seed", type=int, default=int(time.time()), help="number from which the attacks are made")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build(folder / "builds", SMALL, added=[write(folder / "secret", SECRET)])
        for address in serving(folder / "builds", folder / "log", query_seconds=str(LIMIT)):
            report = fuzz(address, asked.minutes * 60, LIMIT, asked.seed)
    for (kind, status), number in sorted(report.statuses.items()):
        sys.stdout.write(f"{kind:10} {status}  {number:,}\n")
    sys.stdout.write(f"{report.requests:,} requests, slowest {report.slowest:.2f} s, seed {asked.seed}\n")
    for failure in report.failures:
        sys.stdout.write(f"FAILED {failure}\n")
    return 1 if report.failures else 0


if __name__ == "__main__":
    sys.exit(main())
