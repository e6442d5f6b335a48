"""Comparisons: each module here has a ``SIDE``, and is found by itself."""

import importlib
import pkgutil

from benchmarks.running import Side


def sides() -> dict[str, Side]:
    """All comparisons, by name, in the order of their modules."""
    found = (importlib.import_module(f"{__name__}.{one.name}").SIDE for one in pkgutil.iter_modules(__path__))
    return {side.name: side for side in found}
