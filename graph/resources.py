"""Where the data rooms lie: ontology, queries, the bundled reference data and the invented examples.

In a checkout they stand at the repository root; in an installed wheel they stand inside this package.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_ROOMS = ("ontology", "queries", "data", "examples")


def room(name: str) -> Path:
    """Return the folder of one data room.

    Args:
        name: ``ontology``, ``queries``, ``data`` or ``examples``.

    Raises:
        ValueError: if there is no room of that name.
        FileNotFoundError: if the installation carries no such folder.
    """
    if name not in _ROOMS:
        raise ValueError(f"no data room is called {name!r}; there are {', '.join(_ROOMS)}")
    for folder in (_PACKAGE / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(
        f"the folder {name!r} is missing from this installation of ketenatlas (looked beside {_PACKAGE})"
    )
