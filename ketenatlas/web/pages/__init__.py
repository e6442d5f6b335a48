"""The pages, one module each: rendered on the server, readable without script, in Dutch by default, or English."""

import importlib
import pkgutil
from functools import cache
from types import ModuleType

from starlette.routing import BaseRoute

from ketenatlas.web.rendering import Entry
from ketenatlas.web.words import WORDS


@cache
def modules() -> tuple[ModuleType, ...]:
    """The modules with pages, in order of name."""
    names = sorted(found.name for found in pkgutil.iter_modules(__path__))
    return tuple(importlib.import_module(f"{__name__}.{name}") for name in names)


def routes() -> list[BaseRoute]:
    """The addresses of all pages."""
    return [route for module in modules() for route in getattr(module, "ROUTES", ())]


def menu() -> list[Entry]:
    """What the menu offers, in order."""
    return sorted((entry for module in modules() for entry in getattr(module, "NAVIGATION", ())), key=lambda e: e.order)


def words() -> dict[str, dict[str, str]]:
    """The words of all pages by language.

    Raises:
        ValueError: if two modules give one word different meanings, or a language lacks a word another has.
    """
    told = {language: dict(shared) for language, shared in WORDS.items()}
    for module in modules():
        for language, own in getattr(module, "WORDS", {}).items():
            for key, text in own.items():
                if told[language].setdefault(key, text) != text:
                    raise ValueError(f"{module.__name__} gives the word {key!r} another meaning in {language}")
    for language, own in told.items():
        missing = sorted(set().union(*told.values()) - own.keys())
        if missing:
            raise ValueError(f"in {language} there is no word for {', '.join(missing)}")
    return told
