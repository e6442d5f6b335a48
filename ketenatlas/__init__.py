"""ketenatlas: the atlas of value chains and locations.

import ketenatlas

atlas = ketenatlas.open()                    # or ketenatlas.open("https://host/sparql")
atlas.ask("A1-05", chain="semicon")          # a data frame
atlas.network("flows", by="region")          # a graph networkx understands
"""

from importlib.metadata import PackageNotFoundError, version

from graph.errors import AtlasError, UsageError
from ketenatlas.atlas import Atlas
from ketenatlas.atlas import open_atlas as open  # noqa: A004 - read as ketenatlas.open

try:
    __version__ = version("ketenatlas")
except PackageNotFoundError:
    __version__ = "0+unknown"

__all__ = ["Atlas", "AtlasError", "UsageError", "__version__", "open"]
