"""Kinds of scenario: one module each, found by itself, which says what it takes and how it changes a situation.

The module ``park_lost`` holds the kind people call ``park-lost``; its ``KIND`` says the rest.
"""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache

from graph.errors import UsageError
from graph.situation import Situation, Text

Told = Mapping[str, str]
"""What a step was given: addresses of things and words, by name."""


@dataclass(frozen=True)
class Given:
    """One thing a kind takes.

    Attributes:
        name: what people call it when they give it.
        label: what it is.
        of: class of the thing meant, as a prefixed name; words have none.
        options: the words it may be, if it is one of a few, each with what it is called.
        required: whether it must be given.
        without: what the sentence says where it is not given.
    """

    name: str
    label: Text
    of: str = ""
    options: Mapping[str, Text] = field(default_factory=dict)
    required: bool = True
    without: Text = field(default_factory=lambda: {"nl": "", "en": ""})


@dataclass(frozen=True)
class Kind:
    """One kind of scenario.

    Attributes:
        name: what people ask for.
        title: what happens, in a few words.
        assumes: what is assumed, as a sentence with the names of what was given in braces.
        takes: what it takes, in the order in which values without a name are read.
        change: gives the situation after it has happened.
    """

    name: str
    title: Text
    assumes: Text
    takes: tuple[Given, ...]
    change: Callable[[Situation, Told], Situation]

    def check(self, told: Mapping[str, str]) -> None:
        """See that what was given is what this kind takes.

        Raises:
            UsageError: if something is unknown, missing, or not one of the words it may be.
        """
        names = [given.name for given in self.takes]
        for name in told:
            if name not in names:
                raise UsageError(f"{self.name} takes {', '.join(names)}, not {name!r}")
        for given in self.takes:
            if given.required and not told.get(given.name):
                raise UsageError(f"{self.name} needs {given.name}: {given.label['en'].lower()}")
            if given.options and told[given.name] not in given.options:
                raise UsageError(f"{given.name}: {told[given.name]!r} is not one of {', '.join(given.options)}")


@cache
def kinds() -> Mapping[str, Kind]:
    """All kinds, by name."""
    found = (importlib.import_module(f"{__name__}.{module.name}").KIND for module in pkgutil.iter_modules(__path__))
    return {kind.name: kind for kind in found}


def kind_named(name: str) -> Kind:
    """The kind of a name.

    Raises:
        UsageError: if there is none, saying which there are.
    """
    if name not in kinds():
        raise UsageError(f"there is no scenario {name!r}; there are {', '.join(kinds())}")
    return kinds()[name]


PARK = Given(
    "park", {"nl": "Bedrijventerrein, nummer of naam", "en": "Business park, number or name"}, "ka:BusinessPark"
)
