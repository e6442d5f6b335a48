"""SPARQL made from a grammar of ours: mostly well-formed, about things the small atlas has, and sometimes spoilt."""

from hypothesis import strategies as st

KA = "https://w3id.org/ketenatlas"
THINGS = [
    f"<{KA}/{thing}>"
    for thing in ("organisation/o01", "establishment/e04", "park/1001", "municipality/GM0772", "chain/alfa", "source/testbron",
                  "graph/inferred", "graph/organisations-test", "graph/organisations-survey", "graph/lisa-1", "nothing")
]  # fmt: skip
PROPERTIES = [
    "a", "ka:inMunicipality", "ka:onPark", "ka:hasEstablishment", "ka:supplier", "ka:customer", "ka:jobs", "ka:hasStage",
    "ka:inRegion", "<http://www.w3.org/2000/01/rdf-schema#label>", "<http://purl.org/dc/terms/source>", "ka:fileName",
]  # fmt: skip
CLASSES = ["ka:Establishment", "ka:Organisation", "ka:Source", "ka:Load", "ka:ValueChain", "ka:BusinessPark"]
PREFIXES = f"PREFIX ka: <{KA}/ontology#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "

variable = st.sampled_from(["?a", "?b", "?c", "?d", "$e"])
literal = st.one_of(
    st.integers(-(10**20), 10**20).map(str),
    st.sampled_from(['"x"', '"x"@nl', "true", "1e400", "-0.0", '"2026-02-30"^^xsd:date', '"""a\nb"""', "'\\u0000'", '"\\uD83D"']),
    st.text(max_size=12).map(lambda text: '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "") + '"'),
)  # fmt: skip
thing = st.one_of(variable, variable, st.sampled_from(THINGS))
step = st.one_of(st.sampled_from(PROPERTIES), st.sampled_from(PROPERTIES).map("^{}".format), st.just("!(ka:x|^ka:x)"))
path = st.recursive(
    step,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("/|"), inner).map(lambda p: f"({p[0]}{p[1]}{p[2]})"),
        st.tuples(inner, st.sampled_from("*+?")).map(lambda p: f"({p[0]}){p[1]}"),
    ),
    max_leaves=4,
)
triple = st.one_of(
    st.tuples(thing, st.one_of(path, variable), st.one_of(thing, literal)).map(lambda t: f"{t[0]} {t[1]} {t[2]} . "),
    st.tuples(thing, st.sampled_from(CLASSES)).map(lambda t: f"{t[0]} a {t[1]} . "),
    st.tuples(thing, variable, variable).map(lambda t: f"{t[0]} ka:sourceRow [ {t[1]} ({t[2]} 1) ] . "),
)
CALLS = [
    "STR",
    "LANG",
    "DATATYPE",
    "IRI",
    "ABS",
    "CEIL",
    "STRLEN",
    "UCASE",
    "YEAR",
    "MD5",
    "SHA512",
    "ISBLANK",
    "ENCODE_FOR_URI",
]
expression = st.recursive(
    st.one_of(variable, literal, st.sampled_from(["RAND()", "NOW()", "UUID()"])),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "=", "<", "&&", "||", "!="]), inner).map(
            lambda e: f"({e[0]} {e[1]} {e[2]})"
        ),
        st.tuples(st.sampled_from(CALLS), inner).map(lambda e: f"{e[0]}({e[1]})"),
        st.tuples(inner, inner, inner).map(lambda e: f"IF({e[0]}, {e[1]}, {e[2]})"),
        st.tuples(inner, st.sampled_from(['"(a+)+$"', '"["', '"^kan"', '"\\\\p{L}*"'])).map(
            lambda e: f"REGEX(STR({e[0]}), {e[1]})"
        ),
        st.tuples(inner, st.sampled_from(["IN", "NOT IN"]), inner).map(lambda e: f"{e[0]} {e[1]} ({e[2]})"),
        st.tuples(inner, st.sampled_from(["xsd:integer", "xsd:date", "xsd:boolean", "xsd:double"])).map(
            lambda e: f"{e[1]}({e[0]})"
        ),
    ),
    max_leaves=6,
)


def _nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        inner.map("OPTIONAL {{ {} }} ".format),
        inner.map("MINUS {{ {} }} ".format),
        inner.map("FILTER NOT EXISTS {{ {} }} ".format),
        inner.map("GRAPH ?g {{ {} }} ".format),
        st.tuples(st.sampled_from(THINGS), inner).map(lambda p: f"GRAPH {p[0]} {{ {p[1]} }} "),
        st.tuples(inner, inner).map(lambda p: f"{{ {p[0]} }} UNION {{ {p[1]} }} "),
        st.tuples(inner, st.integers(-1, 50)).map(lambda p: f"{{ SELECT DISTINCT * {{ {p[0]} }} LIMIT {p[1]} }} "),
        inner.map("SERVICE <http://127.0.0.1:9/> {{ {} }} ".format),
        st.tuples(inner, inner).map("".join),
    )


group = st.recursive(
    st.one_of(
        triple,
        triple,
        triple,
        expression.map("FILTER({}) ".format),
        expression.map("BIND({} AS ?f) ".format),
        st.lists(st.one_of(literal, st.just("UNDEF"), st.sampled_from(THINGS)), max_size=3).map(
            lambda cells: f"VALUES ?a {{ {' '.join(cells)} }} "
        ),
    ),
    _nested,
    max_leaves=6,
)
aggregate = st.sampled_from(
    ["COUNT(*)", "COUNT(DISTINCT ?a)", "SUM(?a)", "AVG(?b)", "MIN(?c)", "SAMPLE(?d)", 'GROUP_CONCAT(?a; SEPARATOR="|")']
)
modifiers = st.lists(
    st.sampled_from(
        ["ORDER BY ?a ", "ORDER BY DESC(?b) ", "LIMIT 10 ", "LIMIT 0 ", "OFFSET 3 ", "HAVING(COUNT(*) > 1) "]
    ),
    max_size=2,
).map("".join)
dataset = st.lists(
    st.tuples(st.sampled_from(["FROM ", "FROM NAMED "]), st.sampled_from([*THINGS, "<file:///etc/passwd>"])).map(
        "".join
    ),
    max_size=2,
).map(" ".join)
sound = st.one_of(
    st.tuples(dataset, group, modifiers).map(lambda q: f"SELECT * {q[0]} {{ {q[1]} }} {q[2]}"),
    st.tuples(aggregate, dataset, group, variable).map(
        lambda q: f"SELECT {q[3]} ({q[0]} AS ?n) {q[1]} {{ {q[2]} }} GROUP BY {q[3]}"
    ),
    st.tuples(dataset, group).map(lambda q: f"ASK {q[0]} {{ {q[1]} }}"),
    st.tuples(triple, dataset, group).map(lambda q: f"CONSTRUCT {{ {q[0]} }} {q[1]} WHERE {{ {q[2]} }}"),
    st.tuples(st.sampled_from(THINGS), group).map(lambda q: f"DESCRIBE {q[0]} ?a {{ {q[1]} }}"),
).map(PREFIXES.__add__)


@st.composite
def spoilt(draw: st.DrawFn) -> str:
    """A query with a piece cut out, doubled, or put in."""
    query = draw(sound)
    at = draw(st.integers(0, len(query)))
    to = draw(st.integers(at, min(len(query), at + 20)))
    put = draw(
        st.one_of(
            st.text(max_size=5),
            st.sampled_from(["{" * 150, "(" * 300, "SERVICE", "LOAD ", "\\u0053", "\x00", "#", "'"]),
        )
    )
    return query[:at] + put + draw(st.sampled_from(["", query[at:to] * 2])) + query[to:]


queries = st.one_of(sound, sound, sound, spoilt(), st.text(max_size=40))
