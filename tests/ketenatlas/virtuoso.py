"""A Virtuoso of its own in a temporary folder, started from Debian's packages."""

import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

SETTINGS = """
[Database]
DatabaseFile = virtuoso.db
TransactionFile = virtuoso.trx
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temp.db
TransactionFile = temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 10
CheckpointInterval = 0
NumberOfBuffers = 10000
MaxDirtyBuffers = 7500
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 10000000
MaxQueryCostEstimationTime = 0
MaxQueryExecutionTime = 0
"""
PROGRAM = Path(shutil.which("virtuoso-t") or "/usr/bin/virtuoso-t")
PASSWORD = "dba"


@dataclass(frozen=True)
class Virtuoso:
    """A server that runs.

    Attributes:
        folder: its folder, from which its loader may read.
        sql: port of its SQL console.
        address: where it listens for HTTP.
    """

    folder: Path
    sql: int
    address: str

    @property
    def sparql(self) -> str:
        return f"{self.address}/sparql"

    @property
    def graphs(self) -> str:
        """Its graph store, which wants a digest."""
        return f"{self.address}/sparql-graph-crud-auth"

    def console(self, statement: str) -> str:
        """Run SQL statements; what they print."""
        done = subprocess.run(
            ["isql-vt", f"127.0.0.1:{self.sql}", "dba", PASSWORD, f"exec={statement}"],
            capture_output=True, text=True, check=True, timeout=120,
        )  # fmt: skip
        return done.stdout


def running(folder: Path, sql: int, http: int) -> Iterator[Virtuoso]:
    """Start a server and hand it out once it answers."""
    (folder / "virtuoso.ini").write_text(SETTINGS.format(sql=sql, http=http, folder=folder), encoding="utf-8")
    made = Virtuoso(folder, sql, f"http://127.0.0.1:{http}")
    with (folder / "out.log").open("wb") as log:
        process = subprocess.Popen([PROGRAM, "-f", "-c", "virtuoso.ini"], cwd=folder, stdout=log, stderr=log)
        try:
            for _ in range(600):
                try:
                    urllib.request.urlopen(f"{made.sparql}?query=ASK%7B%7D", timeout=5).close()
                    break
                except OSError:
                    if process.poll() is not None:
                        pytest.fail(f"Virtuoso ended: {(folder / 'out.log').read_text()}")
                    time.sleep(0.1)
            yield made
        finally:
            process.terminate()
            process.wait(timeout=60)
