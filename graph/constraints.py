"""Constraints: the part of SHACL Core that our shapes use, checked in columns, for whole classes at a time.

pySHACL walks from thing to thing and takes seconds where this takes hundredths. A shape with anything else in it is
left to pySHACL, so that every lawful shape works; the tests hold both to the same findings (SHACL, Knublauch and
Kontokostas 2017, sections 2 and 4).
"""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl
import rdflib
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS, SH, XSD

from graph.statements import RDF_TYPE, empty

SEVERITY: dict[rdflib.term.Node | None, str] = {SH.Violation: "stop", SH.Warning: "report", SH.Info: "note"}
_WORDS = (SH.message, SH.severity, SH.property, SH.path, SH.targetClass, SH.targetSubjectsOf, RDF.type, RDFS.label)

FOUND = {"s": pl.String, "value": pl.String}
"""A focus node that breaks a constraint, and the value that does, if it is one."""


@dataclass(frozen=True)
class PropertyShape:
    """One property shape: a path of one step, forwards or backwards, and what its values must be.

    Attributes:
        path: the property, as N-Triples term.
        backwards: whether it is followed from object to subject.
        constraints: parameter and value of each constraint.
        severity: ``stop``, ``report`` or ``note``.
        message: by language.
    """

    path: str
    backwards: bool
    constraints: tuple[tuple[rdflib.URIRef, rdflib.term.Node], ...]
    severity: str
    message: dict[str, str]


@dataclass(frozen=True)
class NodeShape:
    """A node shape: whom it is about, its property shapes, and alternatives of which one must hold.

    Attributes:
        classes: target classes, as N-Triples terms.
        subjects_of: properties whose subjects are targets.
        properties: its property shapes.
        alternatives: for each ``sh:or``, the property shapes of each alternative.
        severity: of the alternatives.
        message: of the alternatives.
    """

    classes: tuple[str, ...]
    subjects_of: tuple[str, ...]
    properties: tuple[PropertyShape, ...]
    alternatives: tuple[tuple[tuple[PropertyShape, ...], ...], ...]
    severity: str
    message: dict[str, str]


class _Foreign(Exception):  # noqa: N818 - no error: it hands a shape on
    """A shape holds something that is not checked in columns."""


def compile_shapes(shapes: rdflib.Graph) -> tuple[list[NodeShape], rdflib.Graph]:
    """The shapes that can be checked in columns, and a graph of the others for pySHACL."""
    mine, others = [], rdflib.Graph()
    for shape in sorted(set(shapes.subjects(RDF.type, SH.NodeShape)), key=str):
        try:
            mine.append(_node_shape(shapes, shape))
        except _Foreign:
            others += shapes.cbd(shape)
    return mine, others


def _node_shape(graph: rdflib.Graph, shape: rdflib.term.Node) -> NodeShape:
    for predicate in set(graph.predicates(shape)):
        if predicate not in (*_WORDS, SH["or"]):
            raise _Foreign
    alternatives = []
    for members in graph.objects(shape, SH["or"]):
        options = []
        for option in Collection(graph, members):
            if set(graph.predicates(option)) != {SH.property}:
                raise _Foreign
            options.append(tuple(_property_shape(graph, part) for part in graph.objects(option, SH.property)))
        alternatives.append(tuple(options))
    return NodeShape(
        tuple(sorted(term.n3() for term in graph.objects(shape, SH.targetClass))),
        tuple(sorted(term.n3() for term in graph.objects(shape, SH.targetSubjectsOf))),
        tuple(_property_shape(graph, part) for part in graph.objects(shape, SH.property)),
        tuple(alternatives),
        *_told(graph, shape),
    )


def _property_shape(graph: rdflib.Graph, shape: rdflib.term.Node) -> PropertyShape:
    path = graph.value(shape, SH.path)
    backwards = isinstance(path, rdflib.BNode)
    if backwards:
        if set(graph.predicates(path)) != {SH.inversePath}:
            raise _Foreign
        path = graph.value(path, SH.inversePath)
    if not isinstance(path, rdflib.URIRef):
        raise _Foreign
    constraints = []
    for predicate, value in sorted(graph.predicate_objects(shape), key=str):
        if predicate in _CHECKS:
            constraints.append((rdflib.URIRef(str(predicate)), _argument(graph, predicate, value)))
        elif predicate not in _WORDS:
            raise _Foreign
    return PropertyShape(path.n3(), backwards, tuple(constraints), *_told(graph, shape))


def _argument(graph: rdflib.Graph, predicate: rdflib.term.Node, value: rdflib.term.Node) -> rdflib.term.Node:
    if predicate == SH.languageIn:
        return rdflib.Literal("|".join(str(word) for word in Collection(graph, value)))
    if predicate == SH.nodeKind and value not in (SH.IRI, SH.Literal):
        raise _Foreign
    return value


def _told(graph: rdflib.Graph, shape: rdflib.term.Node) -> tuple[str, dict[str, str]]:
    severity = SEVERITY.get(graph.value(shape, SH.severity, default=SH.Violation))
    if severity is None:
        raise _Foreign
    messages = {m.language: str(m) for m in graph.objects(shape, SH.message) if isinstance(m, rdflib.Literal)}
    return severity, {word or "": text for word, text in messages.items()}


# --- checking ---------------------------------------------------------------------------------------------------


class Checker:
    """Checks shapes against statements.

    Args:
        statements: the data, with what every thing is inferred before.
        context: what things outside the data are (their types), for constraints that ask for a class.
    """

    def __init__(self, statements: pl.DataFrame, context: pl.DataFrame | None = None) -> None:
        self._context = empty() if context is None else context
        # Packed statements stay packed: what is compared is numbers, and only what is looked into becomes text.
        self._nothing = statements.select("s", "o").clear()
        is_type = pl.col("p") == RDF_TYPE
        told = statements.select("s", "o", "p", named=pl.when(is_type).then("o")).unique(maintain_order=True)
        self._by_key = {
            str(predicate) if name is None else f"type {name}": part.select("s", "o")
            for (predicate, name), part in told.group_by("p", "named", maintain_order=True)
        }

    def check(self, shape: NodeShape) -> pl.DataFrame:
        """What is wrong by one shape: columns ``severity``, ``check`` (path), ``s``, ``value``, message by language."""
        focus = [self._pairs(f"type {name}")["s"] for name in shape.classes]
        focus += [self._pairs(name)["s"] for name in shape.subjects_of]
        things = pl.concat(focus).unique(maintain_order=True) if focus else self._nothing["s"]
        nothing = _row(pl.DataFrame(schema=FOUND), "", "", {})
        if things.is_empty():
            return nothing
        parts = [
            _row(found, part.severity, ("^" if part.backwards else "") + part.path, part.message)
            for part in shape.properties
            for found in self._broken(part, things)
        ]
        for options in shape.alternatives:
            failing = things
            for option in options:
                broken = [found["s"] for part in option for found in self._broken(part, things)]
                failing = failing.filter(failing.is_in(pl.concat([things.clear(), *broken]).implode()))
            found = pl.DataFrame({"s": failing, "value": failing})
            parts.append(_row(found, shape.severity, "shape", shape.message))
        return pl.concat([nothing, *parts])

    def _pairs(self, key: str) -> pl.DataFrame:
        return self._by_key.get(key, self._nothing)

    def _broken(self, shape: PropertyShape, things: pl.Series) -> list[pl.DataFrame]:
        """The focus nodes (and values) that break each constraint of a property shape."""
        pairs = self._pairs(f"type {shape.path}" if shape.path == RDF_TYPE else shape.path)
        if shape.backwards:
            pairs = pairs.select(s="o", o="s")
        focus = things.rename("s").to_frame()
        values = focus.join(pairs, on="s", maintain_order="left").rename({"o": "value"})
        return [_CHECKS[kind](self, focus, values, argument) for kind, argument in shape.constraints]

    def members(self, name: str) -> pl.DataFrame:
        """The things of a class: column ``value``."""
        outside = self._context.filter((pl.col("p") == RDF_TYPE) & (pl.col("o") == name))
        kind = self._nothing.schema["s"]
        return pl.concat([self._pairs(f"type {name}").select(value="s"), outside.select(value=pl.col("s").cast(kind))])

    def others(self, values: pl.DataFrame, path: str) -> pl.DataFrame:
        """Pairs of a value and a value of another property of the same thing."""
        return values.join(self._pairs(path).rename({"o": "other"}), on="s", maintain_order="left")


def _row(found: pl.DataFrame, severity: str, check: str, message: dict[str, str]) -> pl.DataFrame:
    plain = next(iter(message.values()), "")
    return found.select(
        pl.lit(severity).alias("severity"),
        pl.lit(check).alias("check"),
        pl.col("s", "value").cast(pl.String),
        pl.lit(message.get("nl", plain)).alias("message_nl"),
        pl.lit(message.get("en", plain)).alias("message_en"),
    )


def _counts(values: pl.DataFrame) -> pl.DataFrame:
    return values.group_by("s").len("n")


def _none(things: pl.DataFrame) -> pl.DataFrame:
    return things.select("s", value=pl.lit(None, dtype=pl.String))


def _min_count(_: Checker, focus: pl.DataFrame, values: pl.DataFrame, least: rdflib.term.Node) -> pl.DataFrame:
    enough = _counts(values).filter(pl.col("n") >= int(str(least))) if str(least) != "1" else values
    return _none(focus.join(enough, on="s", how="anti", maintain_order="left"))


def _max_count(_: Checker, focus: pl.DataFrame, values: pl.DataFrame, most: rdflib.term.Node) -> pl.DataFrame:
    too_many = _counts(values).filter(pl.col("n") > int(str(most)))
    return _none(focus.join(too_many, on="s", how="semi", maintain_order="left"))


def _class(checker: Checker, _: pl.DataFrame, values: pl.DataFrame, wanted: rdflib.term.Node) -> pl.DataFrame:
    return values.join(checker.members(wanted.n3()), on="value", how="anti", maintain_order="left")


_DATATYPE = r'"\^\^<([^>]*)>$'
_LANGUAGE = r'"@([A-Za-z0-9-]+)$'


def _text(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String)


def _datatype_of(column: str) -> pl.Expr:
    value = _text(column)
    return (
        pl.when(value.str.contains(_DATATYPE))
        .then(value.str.extract(_DATATYPE))
        .when(value.str.starts_with('"') & ~value.str.contains(_LANGUAGE))
        .then(pl.lit(str(XSD.string)))
    )


def _datatype(_: Checker, __: pl.DataFrame, values: pl.DataFrame, wanted: rdflib.term.Node) -> pl.DataFrame:
    right = (_datatype_of("value") == str(wanted)).fill_null(value=False)
    if wanted == XSD.date:
        right &= _lexical("value").str.to_date("%Y-%m-%d", strict=False).is_not_null()
    elif wanted in (XSD.decimal, XSD.integer):
        right &= _number("value").is_not_null()
    return values.filter(~right)


def _lexical(column: str) -> pl.Expr:
    return _text(column).str.extract(r'(?s)^"(.*)"')


def _number(column: str) -> pl.Expr:
    numeric = _datatype_of(column).str.contains(r"#(decimal|integer|double|float|int|long|nonNegativeInteger)$")
    return pl.when(numeric).then(_lexical(column).cast(pl.Float64, strict=False))


def _bound(compare: Callable[[pl.Expr, float], pl.Expr]) -> "_Check":
    def check(_: Checker, __: pl.DataFrame, values: pl.DataFrame, edge: rdflib.term.Node) -> pl.DataFrame:
        return values.filter(~compare(_number("value"), float(str(edge))).fill_null(value=False))

    return check


def _less_or_equal(checker: Checker, _: pl.DataFrame, values: pl.DataFrame, path: rdflib.term.Node) -> pl.DataFrame:
    pairs = checker.others(values, path.n3())
    same = _datatype_of("value") == _datatype_of("other")
    dates = (_datatype_of("value") == str(XSD.date)) & same
    fits = (
        pl.when(_number("value").is_not_null() & _number("other").is_not_null())
        .then(_number("value") <= _number("other"))
        .when(dates)
        .then(_lexical("value") <= _lexical("other"))
    )
    return pairs.filter(~fits.fill_null(value=False)).select("s", "value")


def _disjoint(checker: Checker, _: pl.DataFrame, values: pl.DataFrame, path: rdflib.term.Node) -> pl.DataFrame:
    return checker.others(values, path.n3()).filter(pl.col("value") == pl.col("other")).select("s", "value")


def _unique_lang(_: Checker, __: pl.DataFrame, values: pl.DataFrame, wanted: rdflib.term.Node) -> pl.DataFrame:
    if str(wanted) != "true":
        return values.clear()
    language = _text("value").str.extract(_LANGUAGE).str.to_lowercase().alias("language")
    tagged = values.with_columns(language).filter(pl.col("language").is_not_null())
    return _none(tagged.group_by("s", "language", maintain_order=True).len().filter(pl.col("len") > 1))


def _language_in(_: Checker, __: pl.DataFrame, values: pl.DataFrame, words: rdflib.term.Node) -> pl.DataFrame:
    fits = [_text("value").str.contains(rf'(?i)"@{word}(-[a-z0-9-]+)?$') for word in str(words).split("|")]
    return values.filter(~pl.any_horizontal(fits))


def _node_kind(_: Checker, __: pl.DataFrame, values: pl.DataFrame, kind: rdflib.term.Node) -> pl.DataFrame:
    return values.filter(~_text("value").str.starts_with("<" if kind == SH.IRI else '"'))


_Check = Callable[[Checker, pl.DataFrame, pl.DataFrame, rdflib.term.Node], pl.DataFrame]

_CHECKS: dict[rdflib.term.Node, _Check] = {
    SH.minCount: _min_count,
    SH.maxCount: _max_count,
    SH["class"]: _class,
    SH.datatype: _datatype,
    SH.minInclusive: _bound(lambda value, edge: value >= edge),
    SH.maxInclusive: _bound(lambda value, edge: value <= edge),
    SH.minExclusive: _bound(lambda value, edge: value > edge),
    SH.maxExclusive: _bound(lambda value, edge: value < edge),
    SH.lessThanOrEquals: _less_or_equal,
    SH.disjoint: _disjoint,
    SH.uniqueLang: _unique_lang,
    SH.languageIn: _language_in,
    SH.nodeKind: _node_kind,
}
