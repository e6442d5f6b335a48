"""Faults: what is wrong with a query, said in the reader's language, and the place in it that it is about."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from graph.errors import AtlasError
from graph.guard import MAX_DEPTH, MAX_LENGTH, MAX_SIGNS, MAX_TOKENS, RefusedError
from graph.lexer import Token, tokens
from graph.sandbox import LimitError
from graph.terms import PREFIXES

AROUND = 2
"""Lines shown before the one that is wrong."""
_WIDE = 160
"""Characters of a line that are shown; of a longer one the part around the place."""

_PLACE = re.compile(r"error at (\d+):(\d+)(?:: |, )?(?:expected )?(?:one of )?(.*)", re.DOTALL)

_TEXTS: Mapping[str, Mapping[str, str]] = {
    "place": {"nl": "Regel {line}, teken {column}: ", "en": "Line {line}, character {column}: "},
    "prefix": {
        "nl": "het voorvoegsel {prefix}: is niet bekend. Zet boven de vraag: PREFIX {prefix}: <{space}>",
        "en": "the prefix {prefix}: is not known. Put above the query: PREFIX {prefix}: <{space}>",
    },
    "address": {
        "nl": "{found} is geen geldig adres (IRI); er mag bijvoorbeeld geen spatie in staan.",
        "en": "{found} is no valid address (IRI); it cannot hold a space, for instance.",
    },
    "unbound": {
        "nl": "achter SELECT staat een variabele die zo niet kan: bij optellen per groep moet elke andere variabele in "
        "GROUP BY staan, en een naam achter AS moet nieuw zijn.",
        "en": "there is a variable after SELECT that cannot stand there: where groups are added up every other "
        "variable must be in GROUP BY, and a name after AS must be new.",
    },
    "unexpected": {
        "nl": "hier past {found} niet. Controleer wat ervoor staat: een punt of haakje te veel of te weinig, of een "
        "woord dat anders geschreven wordt.",
        "en": "{found} does not fit here. Look at what stands before it: a dot or bracket too many or too few, or a "
        "word that is written differently.",
    },
    "open": {
        "nl": "het haakje {found} wordt nergens gesloten.",
        "en": "the bracket {found} is closed nowhere.",
    },
    "form": {
        "nl": "{found} is geen soort vraag; een vraag begint (na PREFIX) met SELECT, ASK, CONSTRUCT of DESCRIBE.",
        "en": "{found} is no kind of query; a query begins (after PREFIX) with SELECT, ASK, CONSTRUCT or DESCRIBE.",
    },
    "whole": {
        "nl": "tot het einde is er geen geldige vraag te lezen. Kijk of een variabele twee keer een waarde krijgt "
        "(BIND, AS) en of elk deel compleet is.",
        "en": "up to its end no valid query can be read. See whether a variable gets a value twice (BIND, AS) and "
        "whether every part is complete.",
    },
    "expected": {"nl": " Hier kan onder meer staan: {words}.", "en": " Among what may stand here: {words}."},
    "end": {"nl": "het einde van de vraag", "en": "the end of the query"},
    "SERVICE": {
        "nl": "SERVICE mag niet: de vraag zou een andere server aanroepen.",
        "en": "SERVICE is not allowed: the query would call another server.",
    },
    "LOAD": {
        "nl": "LOAD mag niet: de vraag zou een bestand of pagina ophalen.",
        "en": "LOAD is not allowed: the query would fetch a file or a page.",
    },
    "backslash": {
        "nl": "een backslash buiten een tekst mag niet.",
        "en": "a backslash outside a string is not allowed.",
    },
    "deep": {
        "nl": "de haakjes zijn meer dan {n} lagen diep; dat wordt niet uitgevoerd.",
        "en": "brackets are nested more than {n} levels deep; that is not run.",
    },
    "signs": {
        "nl": "meer dan {n} tekens als ! en + achter elkaar; dat wordt niet uitgevoerd.",
        "en": "more than {n} signs such as ! and + in a row; that is not run.",
    },
    "long": {
        "nl": "De vraag is te lang: hoogstens {n} tekens.",
        "en": "The query is too long: at most {n} characters.",
    },
    "many": {
        "nl": "De vraag heeft te veel woorden en tekens: hoogstens {n}.",
        "en": "The query has too many words and signs: at most {n}.",
    },
    "time": {
        "nl": "De vraag duurde langer dan {n} seconden en is gestopt. Vraag minder tegelijk: noem een keten of regio, "
        "of zet er LIMIT 100 onder.",
        "en": "The query took longer than {n} seconds and was stopped. Ask for less at once: name a chain or region, "
        "or put LIMIT 100 below it.",
    },
    "size": {
        "nl": "Het antwoord werd groter dan {n} MB en is gestopt. Zet er een LIMIT onder.",
        "en": "The answer became larger than {n} MB and was stopped. Put a LIMIT below it.",
    },
    "memory": {
        "nl": "De vraag had meer dan {n} MB geheugen nodig, of bracht de engine tot stilstand, en is gestopt.",
        "en": "The query needed more than {n} MB of memory, or brought the engine down, and was stopped.",
    },
}
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_PROLOGUE = {"PREFIX": 3, "BASE": 2}
"""Words before a query, each with the number of tokens it stands for with what belongs to it."""
_LIMITS = (
    ("time", re.compile(r"longer than (\S+) seconds")),
    ("size", re.compile(r"larger than (\S+) MB")),
    ("memory", re.compile(r"more than (\S+) MB of memory")),
)


@dataclass(frozen=True)
class Fault:
    """What is wrong with a query.

    Attributes:
        sentence: for the reader.
        line: the line it is about, from 1; None where it is the query as a whole.
        column: the character of that line, from 1.
        shown: that line and some before it: their number and text.
        marker: spaces and a sign that stands below the place in the last line shown.
        limit: whether the query itself is right and was stopped.
    """

    sentence: str
    line: int | None = None
    column: int | None = None
    shown: tuple[tuple[int, str], ...] = ()
    marker: str = ""
    limit: bool = False


def fault(query: str, error: Exception, language: str) -> Fault:
    """What an error says of a query, and where.

    Args:
        query: as it was asked.
        error: what the guard, the sandbox or the protocol said.
        language: ``nl`` or ``en``.
    """
    if isinstance(error, LimitError):
        return Fault(_limit(str(error), language), limit=True)
    if isinstance(error, RefusedError):
        return _placed(query, error.at, _refusal(str(error), language), language)
    place = _PLACE.search(str(error)) if isinstance(error, AtlasError) else None
    if place is None:
        return Fault(str(error))
    lines = query.split("\n")
    line, column = int(place[1]), int(place[2])
    at = sum(len(text) + 1 for text in lines[: line - 1]) + column - 1
    return _syntax(query, min(at, len(query)), place[3], language)


def _say(name: str, language: str, **filled: object) -> str:
    return _TEXTS[name][language].format(**filled)


def _limit(message: str, language: str) -> str:
    for name, pattern in _LIMITS:
        if found := pattern.search(message):
            return _say(name, language, n=found[1])
    return message


def _refusal(message: str, language: str) -> str:
    """What the guard refuses, by how it says so."""
    for start, name, most in (
        ("SERVICE", "SERVICE", 0),
        ("LOAD", "LOAD", 0),
        ("a backslash", "backslash", 0),
        ("the query is nested", "deep", MAX_DEPTH),
        ("more than", "signs", MAX_SIGNS),
        ("the query has", "many", MAX_TOKENS),
        ("the query is", "long", MAX_LENGTH),
    ):
        if message.startswith(start):
            number = f"{most:,}"
            return _say(name, language, n=number.replace(",", ".") if language == "nl" else number)
    return message


def _syntax(query: str, at: int, expected: str, language: str) -> Fault:
    """A syntax error: the engine says how far it could read, the token there says what it met."""
    met = [token for token in tokens(query) if token.kind not in ("space", "comment")]
    here = next((token for token in met if token.start <= at < token.start + len(token.text)), None)
    before = next((token for token in reversed(met) if token.start + len(token.text) <= at), None)
    if "Prefix not found" in expected and (name := _prefixed(here, before)) is not None:
        prefix = name.text.partition(":")[0]
        space = PREFIXES.get(prefix, "https://…")
        return _placed(query, name.start, _say("prefix", language, prefix=prefix, space=space), language)
    if "IRI parsing failed" in expected:
        start = query.rfind("<", 0, at)
        found = query[start:at].partition("\n")[0] if start >= 0 else query[at : at + 20]
        return _placed(query, max(start, 0), _say("address", language, found=found), language)
    if "variable that is unbound" in expected:
        return _placed(query, at, _say("unbound", language), language)
    if (form := _form(met)) is not None:
        return _placed(query, form.start, _say("form", language, found=form.text), language)
    if here is None and not query[at:].strip():
        if (bracket := _unclosed(met)) is not None:
            return _placed(query, bracket.start, _say("open", language, found=bracket.text), language)
        if before is not None and before.kind == "close":
            return _placed(query, at, _say("whole", language), language)
    found = here.text.split("\n")[0][:40] if here else query[at : at + 1].strip() or _say("end", language)
    sentence = _say("unexpected", language, found=found)
    words = [
        word for word in (part.strip().strip('"') for part in expected.split(", ")) if re.fullmatch(r"[A-Z]+", word)
    ]
    if len(words) > 1:
        sentence += _say("expected", language, words=", ".join(words))
    return _placed(query, at, sentence, language)


def _form(met: list[Token]) -> Token | None:
    """The word that should say what kind of query it is, where it does not."""
    at = 0
    while at < len(met) and met[at].text.upper() in _PROLOGUE:
        at += _PROLOGUE[met[at].text.upper()]
    wrong = at < len(met) and met[at].kind == "word" and met[at].text.upper() not in _FORMS
    return met[at] if wrong else None


def _unclosed(met: list[Token]) -> Token | None:
    """The innermost bracket that nothing closes."""
    opened: list[Token] = []
    for token in met:
        if token.kind == "open":
            opened.append(token)
        elif token.kind == "close" and opened:
            opened.pop()
    return opened[-1] if opened else None


def _prefixed(*candidates: Token | None) -> Token | None:
    return next((token for token in candidates if token is not None and token.kind == "name"), None)


def _placed(query: str, at: int | None, sentence: str, language: str) -> Fault:
    """A sentence about a character of a query, with the lines around it."""
    if at is None:
        return Fault(sentence)
    lines = query.split("\n")
    line = query.count("\n", 0, at)
    column = at - (query.rfind("\n", 0, at) + 1)
    first = max(0, line - AROUND)
    cut = max(0, column - _WIDE // 2)
    shown = tuple(
        (number + 1, lines[number].rstrip("\r")[cut : cut + _WIDE] if number == line else lines[number][:_WIDE])
        for number in range(first, line + 1)
    )
    place = _say("place", language, line=line + 1, column=column + 1)
    return Fault(place + sentence, line + 1, column + 1, shown, " " * (column - cut) + "▲")
