"""How the server does with many users at once, and with queries of death beside them.

Run as ``python -m benchmarks.load``. Each user asks a page, a question or a query of SPARQL, reads a while, and asks
again. Beside them somebody sends queries that would never end, take all memory, break the parser or fill the line; each
must be stopped, and none of the users may notice.
"""

import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import httpx
import polars as pl
import typer
from rich.console import Console
from rich.table import Table

from benchmarks.machine import machine_line
from graph.catalogue import catalogue
from ketenatlas.build import build

ROWS = {"kind": pl.String, "status": pl.Int64, "ms": pl.Float64}
"""A row per request: page, question, sparql or one of :data:`DEATHS`; the status, 0 for none; how long it took."""

_KA = "PREFIX ka: <https://w3id.org/ketenatlas/ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
PAGES = ("/", "/bronnen", "/ontologie/", "/sparql", "/static/atlas.css", "/netwerk/flows?by=region", "/?keten=semicon")
QUERIES = (
    _KA + "SELECT ?c ?l { ?c a ka:ValueChain ; rdfs:label ?l }",
    _KA + "SELECT ?m (COUNT(?e) AS ?n) { ?e a ka:Establishment ; ka:inMunicipality ?m } GROUP BY ?m ORDER BY DESC(?n)",
    _KA + "SELECT ?p ?a { ?p ka:grossAreaHa ?a } ORDER BY DESC(?a) LIMIT 50",
    _KA + "ASK { ?s ka:supplier ?o }",
    _KA + "CONSTRUCT WHERE { ?c a ka:ValueChain ; ka:hasStage ?s }",
    "SELECT ?t (COUNT(*) AS ?n) { ?s a ?t } GROUP BY ?t",
)
DEATHS = {
    "endless": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "memory": "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d))) AS ?x) { ?a ?b ?c . ?d ?e ?f }",
    "nesting": "SELECT * " + "{" * 10_000 + "}" * 10_000,
    "huge": "SELECT * { ?a ?b ?c . ?d ?e ?f }",
}
"""Queries of death, and what they are after."""

STOPPED = {"endless": {503}, "memory": {503}, "nesting": {400}, "huge": {503, 0}}
"""The status with which each is stopped; an answer that is stopped on its way has none."""


@dataclass(frozen=True)
class Plan:
    """What the users do.

    Attributes:
        users: how many there are.
        seconds: for how long.
        think: seconds one reads, on average, before asking again.
        deaths: whether queries of death are sent beside them.
        seed: number from which what they ask is drawn.
    """

    users: int
    seconds: float
    think: float
    deaths: bool = True
    seed: int = 1


def run(address: str, plan: Plan) -> pl.DataFrame:
    """Let the users ask, and tell how long each answer took (see :data:`ROWS`)."""
    until = time.monotonic() + plan.seconds
    rows: list[tuple[str, int, float]] = []
    questions = list(catalogue().questions)

    def ask(client: httpx.Client, kind: str, get: Callable[[], httpx.Response]) -> None:
        began = time.perf_counter()
        try:
            status = get().status_code
        except httpx.HTTPError:
            status = 0
        rows.append((kind, status, (time.perf_counter() - began) * 1000))

    def user(number: int) -> None:
        dice = random.Random(f"{plan.seed}-{number}")  # noqa: S311 - what is asked is no secret
        time.sleep(dice.uniform(0, plan.think))
        with httpx.Client(base_url=address, timeout=60) as client:
            while time.monotonic() < until:
                kind = dice.choice(("page", "question", "sparql"))
                path = {"page": dice.choice(PAGES), "question": f"/vraag/{dice.choice(questions)}", "sparql": "/sparql"}
                told = {"query": dice.choice(QUERIES)} if kind == "sparql" else {}
                if kind == "sparql":
                    ask(client, kind, lambda told=told: client.post("/sparql", data=told))  # type: ignore[misc]
                else:
                    ask(client, kind, lambda at=path[kind]: client.get(at))  # type: ignore[misc]
                time.sleep(dice.uniform(0.5, 1.5) * plan.think)

    def death(name: str, query: str) -> None:
        with httpx.Client(base_url=address, timeout=120) as client:
            while True:
                ask(client, name, lambda: client.post("/sparql", data={"query": query}))
                if time.monotonic() > until:
                    return
                time.sleep(0.2)

    threads = [threading.Thread(target=user, args=(number,)) for number in range(plan.users)]
    if plan.deaths:
        threads += [threading.Thread(target=death, args=told) for told in DEATHS.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return pl.DataFrame(rows, schema=ROWS, orient="row")


def measured(address: str, plan: Plan, warming: float) -> pl.DataFrame:
    """As :func:`run`, after a while of asking that does not count: a server loads as it is asked first."""
    if warming:
        run(address, Plan(plan.users, warming, plan.think, deaths=False, seed=plan.seed + 1))
    return run(address, plan)


def summary(rows: pl.DataFrame) -> pl.DataFrame:
    """Per kind: requests, failures, median, 95th percentile and worst in milliseconds.

    A request of a user fails if its status is not 200; a query of death fails if it is not stopped.
    """
    good = {**{kind: {200} for kind in ("page", "question", "sparql")}, **STOPPED}
    failed = pl.struct("kind", "status").map_elements(
        lambda row: row["status"] not in good[row["kind"]], return_dtype=pl.Boolean
    )
    return (
        rows.with_columns(failed=failed)
        .group_by("kind")
        .agg(
            pl.len().alias("requests"),
            pl.col("failed").sum().alias("failures"),
            pl.col("ms").median().alias("median_ms"),
            pl.col("ms").quantile(0.95, "nearest").alias("p95_ms"),
            pl.col("ms").max().alias("worst_ms"),
        )
        .sort("kind")
    )


@contextmanager
def served(builds: Path, query_seconds: float) -> Iterator[str]:
    """A server of its own, without a limit on how often one client asks, for all users here are one."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    limits = {"QUERY_RATE": "0", "PAGE_RATE": "0", "QUERY_SECONDS": f"{query_seconds:g}", "ANSWER_MEGABYTES": "10"}
    environment = {**os.environ, **{f"KETENATLAS_{name}": value for name, value in limits.items()}}
    command = [sys.executable, "-m", "ketenatlas", "serve", "--atlas", str(builds), "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        while True:
            try:
                httpx.get(f"{address}/health", timeout=5).raise_for_status()
                break
            except httpx.HTTPError as error:
                if process.poll() is not None:
                    raise RuntimeError("the server ended before it answered") from error
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait()


def main(
    users: Annotated[int, typer.Option(help="Users at the same time.")] = 50,
    seconds: Annotated[float, typer.Option(help="For how long.")] = 60.0,
    think: Annotated[float, typer.Option(help="Seconds a user reads before asking again.")] = 2.0,
    query_seconds: Annotated[float, typer.Option(help="The server's limit on the time of a query.")] = 5.0,
    address: Annotated[str, typer.Option(help="A server that runs already.")] = "",
    deaths: Annotated[bool, typer.Option(help="Queries of death beside them.")] = True,
    warming: Annotated[
        float, typer.Option(help="Seconds of asking beforehand that do not count; 0 starts cold.")
    ] = 15.0,
) -> None:
    """Measure and print; exit code 1 if anything failed."""
    out = Console()
    plan = Plan(users, seconds, think, deaths)
    with tempfile.TemporaryDirectory() as made:
        if address:
            rows = measured(address, plan, warming)
        else:
            build(Path(made))
            with served(Path(made), query_seconds) as own:
                rows = measured(own, plan, warming)
    told = summary(rows)
    table = Table(title=f"{users} users for {seconds:g} s, reading {think:g} s between requests", title_justify="left")
    for name in told.columns:
        table.add_column(name.replace("_ms", " ms"), justify="left" if name == "kind" else "right")
    for row in told.iter_rows():
        table.add_row(row[0], f"{row[1]:,}", str(row[2]), *(f"{value:,.0f}" for value in row[3:]))
    out.print(table)
    out.print(machine_line(["starlette", "uvicorn", "pyoxigraph"]), highlight=False)
    if told["failures"].sum():
        out.print(rows.group_by("kind", "status").len().sort("kind", "status").write_csv())
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
