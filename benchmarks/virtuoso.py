"""Virtuoso as a peer, in a temporary folder and on free loopback ports; tests push an atlas to one like it."""

import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import polars as pl

from benchmarks.running import Session, memory_mib
from graph.result import Rows

GRAPH = "urn:benchmark"
USER = PASSWORD = "dba"  # noqa: S105 - that of a server that nobody else reaches
"""Its administrator, as it comes."""
BUFFERS = 170_000
"""Pages of 8 kB that it keeps in memory, by default."""
START_SECONDS = 60.0
_SETTINGS = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
MaxCheckpointRemap = 2000
[Parameters]
ServerPort = 127.0.0.1:{port}
DirsAllowed = {allowed}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
MaxCheckpointRemap = 2000
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{web}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 100000000
MaxQueryExecutionTime = 600
MaxQueryCostEstimationTime = 1000000
"""


def lacking() -> str | None:
    """Say that there is no Virtuoso here, if so."""
    there = shutil.which("virtuoso-t") and shutil.which("isql-vt")
    return None if there else "there is no virtuoso-t on this machine"


class Server:
    """A running server, holding the statements of a file: in one graph, or in those the file names.

    Args:
        statements: N-Triples or N-Quads; nothing by default.
        buffers: pages of 8 kB that it keeps in memory.

    Attributes:
        folder: its folder, from which its loader may read too.
        address: where it answers SPARQL.
        graphs: its graph store, which wants a digest.

    Raises:
        RuntimeError: if it does not start or does not load.
    """

    def __init__(self, statements: Path | None = None, buffers: int = BUFFERS) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="virtuoso-"))
        (port, web) = _free_ports(2)
        settings = self.folder / "virtuoso.ini"
        allowed = ", ".join(map(str, [self.folder, *([statements.parent] if statements else [])]))
        told = {"folder": self.folder, "allowed": allowed, "port": port, "web": web}
        settings.write_text(_SETTINGS.format(**told, buffers=buffers, dirty=buffers * 3 // 4))
        self._port = port
        self.address = f"http://127.0.0.1:{web}/sparql"
        self.graphs = f"http://127.0.0.1:{web}/sparql-graph-crud-auth"
        self._process = subprocess.Popen(
            ["virtuoso-t", "-f", "-c", str(settings)],  # noqa: S607 - where Debian has it
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "LC_ALL": "C"},
        )
        try:
            self._until_ready()
            if statements:
                self._load(statements)
        except BaseException:
            self.close()
            raise

    def _until_ready(self) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if self._process.poll() is not None:
                raise RuntimeError(f"Virtuoso ended at once: see {self.folder / 'virtuoso.log'}")
            try:
                httpx.get(self.address, params={"query": "ASK {}"}, timeout=5).raise_for_status()
            except httpx.HTTPError:
                time.sleep(0.2)
            else:
                return
        raise RuntimeError(f"Virtuoso did not answer within {START_SECONDS:g} s")

    def _load(self, statements: Path) -> None:
        file = statements.name
        self.command(f"ld_dir('{statements.parent}', '{file}', '{GRAPH}'); rdf_loader_run(); checkpoint;")
        wrong = self.command("SELECT ll_error FROM DB.DBA.load_list WHERE ll_error IS NOT NULL;")
        if re.search(r"^[1-9]\d* Rows", wrong, re.MULTILINE):
            raise RuntimeError(f"Virtuoso did not load {file}: {wrong[:300]}")

    def command(self, statement: str) -> str:
        """Run a statement of SQL as its administrator."""
        done = subprocess.run(
            ["isql-vt", f"127.0.0.1:{self._port}", USER, PASSWORD, f"exec={statement}"],  # noqa: S607 - where Debian has it
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"Virtuoso refused {statement!r}: {done.stderr[:300]}")
        return done.stdout

    def select(self, query: str) -> pl.DataFrame:
        """Answer a SELECT query over its one graph."""
        asked = {"query": query, "default-graph-uri": GRAPH}
        accept = {"Accept": "application/sparql-results+json"}
        answer = httpx.post(self.address, data=asked, headers=accept, timeout=600)
        if answer.is_error:
            raise RuntimeError(answer.text[:160])
        return Rows.from_json(answer.content).frame()

    def memory(self) -> float | None:
        """Its peak memory in MiB."""
        return memory_mib(self._process.pid)

    @property
    def disk(self) -> int:
        """Bytes on disk."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())

    def close(self) -> None:
        """End it and remove its files."""
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def _free_ports(number: int) -> list[int]:
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [int(one.getsockname()[1]) for one in held]
    for one in held:
        one.close()
    return ports


def select(statements: Path) -> tuple[Callable[[str], pl.DataFrame], Session]:
    """Virtuoso holding the statements of a file."""
    server = Server(statements)
    return server.select, Session(server.select, server.disk, server.memory, server.close)
