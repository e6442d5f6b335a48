"""Reasons in words: why a statement holds, as a tree that a council could follow."""

from collections.abc import Callable, Iterator

from rich.markup import escape
from rich.tree import Tree

from graph.consistency import Contradiction
from graph.explain import Origin, Reason
from graph.naming import Names
from graph.rules import Rule
from graph.statements import RDF_TYPE
from graph.terms import PREFIXES

Rows = Callable[[str], list[tuple[str, int]]]
"""Files and lines a thing was read from (see :func:`graph.lineage.rows_of`)."""

WORDS = {
    "nl": {
        "is": "is een",
        "kind": "want een {0} is altijd een {1}",
        "implies": "want '{0}' houdt '{1}' in",
        "domain": "want wat '{0}' heeft, is een {1}",
        "range": "want waar '{0}' naar wijst, is een {1}",
        "inverse": "want '{0}' is het omgekeerde van '{1}'",
        "symmetric": "want '{1}' geldt in beide richtingen",
        "transitive": "want '{1}' geldt ook via tussenstappen",
        "chain": "want {0} geven samen '{1}'",
        "then": " en dan ",
        "stated": "staat in {0}",
        "row": "regel {0}",
        "source": "bron: {0}",
        "observed": "van {0}",
        "evidence": "{0}",
        "ontology": "de ontologie zelf",
        "computed": "berekend bij het bouwen uit deelnames, leveringen, ligging en lidmaatschappen ({0})",
        "both": "{0} kan niet tegelijk {1} en {2} zijn",
    },
    "en": {
        "is": "is a",
        "kind": "because every {0} is a {1}",
        "implies": "because '{0}' implies '{1}'",
        "domain": "because what has '{0}' is a {1}",
        "range": "because what '{0}' points at is a {1}",
        "inverse": "because '{0}' is the inverse of '{1}'",
        "symmetric": "because '{1}' holds in both directions",
        "transitive": "because '{1}' also holds through steps in between",
        "chain": "because {0} together give '{1}'",
        "then": " and then ",
        "stated": "stands in {0}",
        "row": "row {0}",
        "source": "source: {0}",
        "observed": "of {0}",
        "evidence": "{0}",
        "ontology": "the ontology itself",
        "computed": "computed when the atlas was built from participations, supplies, locations and memberships ({0})",
        "both": "{0} cannot be {1} and {2} at once",
    },
}


def _kind(rule: Rule) -> str:
    """Which kind of axiom a rule comes from."""
    if rule.head.startswith("type "):
        return "kind" if rule.body[0].startswith("type ") else {"s": "domain", "o": "range"}[rule.form]
    if rule.form == "os":
        return "symmetric" if rule.head == rule.body[0] else "inverse"
    if len(rule.body) == 1:
        return "implies"
    return "transitive" if set(rule.body) == {rule.head} else "chain"


class Teller:
    """Puts reasons in words.

    Args:
        names: labels of the atlas.
        language: ``nl`` or ``en``.
        rows: where a thing was read; by default nothing is known of that.
    """

    def __init__(self, names: Names, language: str, rows: Rows = lambda _: []) -> None:
        self._names = names
        self._language = language
        self._words = WORDS[language]
        self._rows = rows

    def label(self, term: str) -> str:
        """What people call a term."""
        return self._names.label(term, self._language)

    def sentence(self, reason: Reason) -> str:
        """The statement, as subject, property and object."""
        s, p, o = reason.triple
        verb = self._words["is"] if p == RDF_TYPE else self.label(p)
        return f"{self.label(s)} · {verb} · {self.label(o)}"

    def because(self, rule: Rule) -> str:
        """The rule by which something follows."""
        body = [f"'{self.label(part)}'" for part in rule.body]
        first = self.label(rule.body[0].removeprefix("type "))
        told = self._words["then"].join(body) if len(body) > 1 else first
        return self._words[_kind(rule)].format(told, self.label(rule.head.removeprefix("type ")))

    def origin(self, reason: Reason, origin: Origin) -> str:
        """Where a stated statement stands, down to the row, and what its source is."""
        name = origin.graph.removeprefix(PREFIXES["graph"])
        if reason.computed:
            return self._words["computed"].format(name)
        where = origin.file or (self._words["ontology"] if name.startswith(("ontology-", "scheme-")) else name)
        lines = [row for file, row in self._rows(reason.triple[0]) if file == origin.file]
        parts = [self._words["stated"].format(where)]
        if lines:
            parts.append(self._words["row"].format(", ".join(str(line) for line in lines[:4])))
        return "; ".join([*parts, *self._cited(origin)])

    def _cited(self, origin: Origin) -> Iterator[str]:
        if origin.title:
            yield self._words["source"].format(origin.title)
        if origin.observed:
            yield self._words["observed"].format(origin.observed)
        if origin.evidence:
            yield self._words["evidence"].format(self.label(f"<{origin.evidence}>"))

    def tree(self, reason: Reason) -> Tree:
        """The whole derivation, stated facts as leaves."""
        tree = Tree(f"[bold]{escape(self.sentence(reason))}[/bold]", highlight=False)
        self._grow(tree, reason)
        return tree

    def _grow(self, tree: Tree, reason: Reason) -> None:
        if reason.origin is not None:
            tree.add(f"[dim]{escape(self.origin(reason, reason.origin))}[/dim]")
        if reason.rule is None:
            return
        why = tree.add(escape(self.because(reason.rule)))
        for part in reason.parts:
            self._grow(why.add(escape(self.sentence(part))), part)

    def contradiction(self, found: Contradiction) -> Tree:
        """Why one thing cannot be what it is said to be."""
        one, other = (self.label(reason.triple[2]) for reason in (found.one, found.other))
        told = self._words["both"].format(self.label(found.subject), one, other)
        tree = Tree(f"[bold]{escape(told)}[/bold]", highlight=False)
        for reason in (found.one, found.other):
            self._grow(tree.add(escape(self.sentence(reason))), reason)
        return tree
