"""The command that puts an atlas on a SPARQL server, or into a file for the server's own loader."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from graph.errors import UsageError, one_of
from graph.remote import Remote
from graph.store import Store, current, public
from ketenatlas.settings import Settings

AUTHENTICATION = ("basic", "digest", "bearer")


def register(app: typer.Typer, progress: Console) -> None:
    """Add the command to the command line."""

    @app.command()
    def push(
        to: Annotated[str | None, typer.Argument(metavar="[URL]", help="Address of the server's graph store.")] = None,
        builds: Annotated[Path | None, typer.Option("--atlas", help="Folder of builds.")] = None,
        query: Annotated[
            str | None,
            typer.Option(help="SPARQL address of the same server: old graphs are taken away, what arrived is counted."),
        ] = None,
        auth: Annotated[str, typer.Option(help="How to log in: basic, digest or bearer.")] = "basic",
        user: Annotated[
            str, typer.Option(help="Who logs in; KETENATLAS_SERVER_PASSWORD, or a prompt, gives the password.")
        ] = "",
        file: Annotated[
            Path | None, typer.Option(help="Write N-Quads to this file (.nq or .nq.gz) instead of sending anything.")
        ] = None,
        restricted: Annotated[
            bool, typer.Option("--restricted", help="With what is restricted; without it only what everybody may see.")
        ] = False,
    ) -> None:
        """Put the atlas on a SPARQL 1.1 server by Graph Store Protocol, or into a file for the server's loader."""
        from ketenatlas.login import login_for, web_address  # noqa: PLC0415 - only this command needs them
        from ketenatlas.pushing import GraphStore, write_file  # noqa: PLC0415
        from ketenatlas.pushing import push as send  # noqa: PLC0415

        if (to is None) == (file is None):
            raise UsageError("where to? Give the address of a graph store, or --file with the name of a file")
        one_of("--auth", auth, AUTHENTICATION)
        for address in (to, query):
            if address:
                web_address(address)
        folder = current(builds or Settings().builds)
        store = Store(folder if restricted else public(folder))
        number = f"{store.manifest['statements']:,} statements"
        if file is not None:
            if not file.name.endswith((".nq", ".nq.gz")):
                raise UsageError(f"--file: {file} ends in neither .nq nor .nq.gz")
            write_file(store, file)
            progress.print(f"written: {file}, {number}", soft_wrap=True, highlight=False)
            return
        target = str(to)
        password = ""
        if user and not Settings().server_password.get_secret_value():
            password = typer.prompt(f"password of {user}", hide_input=True, err=True)
        login = login_for(target, user, password, hidden=auth == "digest")
        if auth != "basic" and (login is None or bool(login.token) != (auth == "bearer")):
            needed = "KETENATLAS_SERVER_TOKEN" if auth == "bearer" else "--user and KETENATLAS_SERVER_PASSWORD"
            raise UsageError(f"--auth {auth} needs {needed}")
        asked = None
        if query:  # a server that wants a digest for writing is open for reading, as Virtuoso is
            asked = Remote(query, login=None if auth == "digest" else login_for(query, user, password))
        done = send(
            store,
            GraphStore(target, login, digest=auth == "digest"),
            asked,
            lambda line: progress.print(f"  {line}", soft_wrap=True, highlight=False),
        )
        told = f"pushed: {done.statements:,} statements in {done.graphs} graphs"
        if done.removed:
            told += f"; {len(done.removed)} graphs of an earlier atlas were taken away"
        told += "; the server holds as many" if done.counted else "; nothing was counted, give --query for that"
        progress.print(told, soft_wrap=True, highlight=False)
