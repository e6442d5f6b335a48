"""Collecting: what the modules of a package declare by name, so that one more is one more file."""

import importlib
import pkgutil
from types import ModuleType
from typing import Any

from graph.errors import AtlasError, UsageError


def collected(package: ModuleType, attribute: str) -> dict[str, Any]:
    """All that the modules of a package list under an attribute, by name, in order of name.

    Args:
        package: where the modules are.
        attribute: name of the list in each module that has one, such as ``MEASURES``; its members have a ``name``.

    Raises:
        UsageError: if two of them have one name.
    """
    found: dict[str, Any] = {}
    for module in pkgutil.iter_modules(package.__path__):
        for one in getattr(importlib.import_module(f"{package.__name__}.{module.name}"), attribute, ()):
            if one.name in found:
                raise UsageError(f"two {attribute.lower()} are called {one.name!r}; the second is in {module.name}")
            found[one.name] = one
    return dict(sorted(found.items()))


def module_named(package: str, name: str, what: str) -> ModuleType:
    """The module of a package that has a name.

    Args:
        package: name of the package.
        name: of the module.
        what: what its modules are called, for people.

    Raises:
        AtlasError: if there is none, saying which there are.
    """
    known = sorted(module.name for module in pkgutil.iter_modules(importlib.import_module(package).__path__))
    if name not in known:
        raise AtlasError(f"there is no {what} {name!r}; there are {', '.join(known) or 'none'}")
    return importlib.import_module(f"{package}.{name}")
