"""Commands for tokens: new, list, revoke."""

import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from graph.errors import UsageError
from ketenatlas import tokens

File = Annotated[Path, typer.Option("--file", help="File of tokens.")]
_FILE = Path("tokens.toml")


def register(app: typer.Typer, out: Console, progress: Console) -> None:
    """Add the commands to the command line."""
    token = typer.Typer(help="Tokens: who may read what is restricted, or change something.", no_args_is_help=True)
    app.add_typer(token, name="token")

    @token.command()
    def new(
        name: Annotated[str, typer.Argument(help="Who gets it: a person or a program.")],
        rights: Annotated[str, typer.Option(help="read-restricted, update, or both with a comma.")] = tokens.READ,
        days: Annotated[int, typer.Option(min=1, max=3650, help="Days it works, from today.")] = 365,
        file: File = _FILE,
    ) -> None:
        """Make a token: it is printed once, and only its salted hash is kept."""
        until = datetime.date.today() + datetime.timedelta(days=days)
        chosen = [right.strip() for right in rights.split(",") if right.strip()]
        secret = tokens.new(file, name, chosen, until)
        progress.print(f"token of {name}: {', '.join(chosen)} until {until}; it is shown this once", highlight=False)
        out.print(secret, highlight=False, soft_wrap=True)

    @token.command(name="list")
    def list_(file: File = _FILE) -> None:
        """Show names, rights and last days."""
        for one in tokens.read(file):
            state = "" if one.works() else "  (expired)"
            out.print(f"{one.name}  {', '.join(sorted(one.rights))}  until {one.expires}{state}", highlight=False)

    @token.command()
    def revoke(name: Annotated[str, typer.Argument(help="Whose token ends.")], file: File = _FILE) -> None:
        """Take a token out of the file; a server that runs refuses it from its next request on."""
        if not file.exists():
            raise UsageError(f"{file} is missing; name the file of tokens with --file")
        tokens.revoke(file, name)
        out.print(f"the token of {name} no longer works", highlight=False)
