"""What programs may ask of the server, as OpenAPI 3.1: paths, parameters, answers and the form of errors."""

from functools import cache
from typing import Any

from graph.catalogue import Parameter, catalogue
from graph.engine import GRAPH_TYPES, RESULT_TYPES
from graph.scratch import DATASET, READABLE
from ketenatlas import __version__

_Told = dict[str, Any]

_QUERY = "SELECT * WHERE { ?s ?p ?o } LIMIT 10"
_FORM = "application/x-www-form-urlencoded"


def _text(words: str, *media_types: str) -> _Told:
    return {"description": words, "content": {kind: _schema(kind) for kind in media_types}}


def _schema(media_type: str) -> _Told:
    """Text, or for a form of JSON any JSON."""
    return {"schema": {} if media_type.endswith("json") else {"type": "string"}}


_ERROR = "A sentence that says what was found and what was expected."
_REFUSALS: dict[str, _Told] = {
    "400": _text(f"Not understood. {_ERROR}", "text/plain"),
    "401": {
        **_text(f"A token is needed. {_ERROR}", "text/plain"),
        "headers": {"WWW-Authenticate": {"schema": {"type": "string"}, "description": "How to show the token."}},
    },
    "403": _text(f"Not allowed here. {_ERROR}", "text/plain"),
    "404": _text("There is no such thing here.", "text/plain", "text/html"),
    "405": _text(f"Not a method of this address. {_ERROR}", "text/plain"),
    "406": _text(f"None of the accepted forms fits the answer. {_ERROR}", "text/plain"),
    "413": _text(f"Too large. {_ERROR}", "text/plain"),
    "415": _text(f"A form that is not read here. {_ERROR}", "text/plain"),
    "503": _text(f"Stopped at a limit of time, memory or size. {_ERROR}", "text/plain"),
}


def _answers(*refused: str, **others: _Told) -> _Told:
    told = {code.removeprefix("code"): answer for code, answer in others.items()}
    return dict(sorted({**told, **{code: _REFUSALS[code] for code in refused}}.items()))


def _parameter(name: str, words: str, *, where: str = "query", required: bool = False, many: bool = False) -> _Told:
    schema: _Told = {"type": "string"}
    if "ddress of a graph" in words or "ddress of the graph" in words:
        schema |= {"format": "uri", "minLength": 1}
    return {
        "name": name,
        "in": where,
        "required": required,
        "description": words,
        "schema": {"type": "array", "items": schema} if many else schema,
    }


_DATASET = [
    _parameter("default-graph-uri", "Address of a graph; together they are the default graph.", many=True),
    _parameter("named-graph-uri", "Address of a graph that GRAPH may see.", many=True),
]
_USING = [
    _parameter("using-graph-uri", "Address of a graph; together they are the default graph of an update.", many=True),
    _parameter("using-named-graph-uri", "Address of a graph that GRAPH may see in an update.", many=True),
]
_KNOWN = _parameter("If-None-Match", "The ETag of an answer the client has.", where="header")
_UNCHANGED: _Told = {"description": "The answer with this ETag still holds."}
_ANSWER = {
    **_text(
        "The answer, as it is found. One that goes over a limit on its way ends without the end that HTTP wants.",
        *RESULT_TYPES,
        *GRAPH_TYPES,
        "text/html",
    ),
    "headers": {"ETag": {"schema": {"type": "string"}, "description": "Changes with the atlas and the request."}},
}
_GRAPH = _text("The statements of the graph.", *GRAPH_TYPES)
_WHICH = [
    _parameter("graph", "Address of the graph."),
    {**_parameter("default", "The default graph."), "allowEmptyValue": True},
]
_NAME = _parameter("name", "How the graph is called: what its address ends with.", where="path", required=True)
_DONE: _Told = {"description": "Done."}
_MADE: _Told = {
    "description": "Made.",
    "headers": {"Location": {"schema": {"type": "string"}, "description": "Address of the graph."}},
}


def _body(*media_types: str, form: tuple[str, ...] = ()) -> _Told:
    content: _Told = {kind: _schema(kind) for kind in media_types}
    if form:
        fields = {name: {"type": "string"} for name in form}
        content[_FORM] = {"schema": {"type": "object", "properties": fields, "required": [form[0]][: len(form) == 1]}}
    return {"required": True, "content": content}


def _sparql() -> _Told:
    refused = ("400", "403", "406", "503")
    query = {**_parameter("query", "SPARQL 1.1 query; without one the service describes itself."), "example": _QUERY}
    return {
        "get": {
            "operationId": "query",
            "summary": "Ask the atlas a SPARQL query",
            "parameters": [query, *_DATASET, _KNOWN],
            "responses": _answers(*refused, code200=_ANSWER, code304=_UNCHANGED),
        },
        "post": {
            "operationId": "queryByPost",
            "summary": "Ask the atlas a SPARQL query",
            "parameters": _DATASET,
            "requestBody": _body("application/sparql-query", form=("query",)),
            "responses": _answers(*refused, "413", "415", code200=_ANSWER),
        },
    }


def _graph_store() -> dict[str, _Told]:
    read = _answers("400", "404", "406", "503", code200=_GRAPH, code304=_UNCHANGED)
    return {
        "/sparql/graph": {
            "get": {
                "operationId": "graph",
                "summary": "Read a graph of the atlas (exactly one of graph and default)",
                "parameters": [*_WHICH, _KNOWN],
                "responses": read,
            }
        },
        "/rdf-graphs/{name}": {
            "get": {
                "operationId": "ownGraph",
                "summary": "Read a graph of the atlas by its name",
                "parameters": [_NAME, _KNOWN],
                "responses": read,
            }
        },
    }


def _scratch() -> dict[str, _Told]:
    secured: _Told = {"security": [{"token": []}]}
    refused = ("400", "401", "404", "406", "503")
    change = _answers("400", "401", "404", "413", "415", "503", code201=_MADE, code204=_DONE)
    drop = _answers("400", "401", "404", "503", code204=_DONE)

    def graph(own: bool) -> _Told:
        where = [_NAME] if own else _WHICH
        end = "OwnScratchGraph" if own else "ScratchGraph"
        whole = [] if own else [DATASET]
        return {
            "get": {
                "operationId": f"read{end}",
                "parameters": where,
                "responses": _answers(*refused, code200=_GRAPH),
                **secured,
            },
            "put": {
                "operationId": f"put{end}",
                "summary": "Replace a graph" + ("" if own else ", or with N-Quads and no graph all of them"),
                "parameters": where,
                "requestBody": _body(*READABLE, *whole),
                "responses": change,
                **secured,
            },
            "post": {
                "operationId": f"addTo{end}",
                "summary": "Add to a graph" + ("" if own else ", or without one make a new one"),
                "parameters": where,
                "requestBody": _body(*READABLE),
                "responses": change,
                **secured,
            },
            "delete": {"operationId": f"drop{end}", "parameters": where, "responses": drop, **secured},
        }

    return {
        "/scratch/sparql": {
            "get": {
                "operationId": "queryScratch",
                "summary": "Ask the scratch graphs a SPARQL query",
                "parameters": [
                    {**_parameter("query", "SPARQL 1.1 query.", required=True), "example": _QUERY},
                    *_DATASET,
                ],
                "responses": _answers(*refused, code200=_ANSWER),
                **secured,
            },
            "post": {
                "operationId": "changeScratch",
                "summary": "Ask or change the scratch graphs",
                "parameters": [*_DATASET, *_USING],
                "requestBody": _body("application/sparql-query", "application/sparql-update", form=("query", "update")),
                "responses": _answers(*refused, "413", "415", code200=_ANSWER, code204=_DONE),
                **secured,
            },
        },
        "/scratch/sparql/graph": graph(own=False),
        "/scratch/rdf-graphs/{name}": graph(own=True),
    }


def _asked(parameters: dict[str, Parameter]) -> list[_Told]:
    return [
        _parameter(name, f"{told.label['en']} ({told.type}; only for questions that have it).")
        for name, told in sorted(parameters.items())
        if name != "lang"
    ]


def _questions() -> dict[str, _Told]:
    questions = catalogue().questions
    parameters = {told.name: told for question in questions.values() for told in question.parameters}
    identifier = _parameter("identifier", "A question of the library.", where="path", required=True)
    identifier["schema"]["enum"] = list(questions)
    form = _parameter("format", "As a page when it is not given.")
    form["schema"]["enum"] = ["csv", "json"]
    language = _parameter("lang", "Language of labels.")
    language["schema"]["enum"] = ["nl", "en"]
    answer = _text("The answer.", "text/csv", "text/html")
    answer["content"]["application/json"] = {"schema": {"type": "object"}}
    return {
        "/vraag/{identifier}": {
            "get": {
                "operationId": "question",
                "summary": "Ask a question of the library",
                "parameters": [identifier, form, language, *_asked(parameters)],
                "responses": {
                    "200": answer,
                    "400": _text("A parameter is not understood; the page says which.", "text/html"),
                    "404": _text("There is no such question.", "text/html"),
                },
            }
        }
    }


def _others() -> dict[str, _Told]:
    described = _answers("406", code200=_text("Statements.", *GRAPH_TYPES), code304=_UNCHANGED)
    packed = {"application/gzip": {"schema": {"type": "string", "format": "binary"}}}
    return {
        "/id/{path}": {
            "get": {
                "operationId": "thing",
                "summary": "The page of a thing of ours, or its statements, as the client likes best",
                "parameters": [
                    _parameter("path", "The address of the thing behind its base.", where="path", required=True)
                ],
                "responses": _answers("404", "406", code303={"description": "Where the page or the statements are."}),
            }
        },
        "/.well-known/void": {
            "get": {
                "operationId": "void",
                "summary": "What is in the atlas",
                "parameters": [_KNOWN],
                "responses": described,
            }
        },
        "/.well-known/sparql-examples": {
            "get": {
                "operationId": "examples",
                "summary": "The questions as SPARQL examples",
                "parameters": [_KNOWN],
                "responses": described,
            }
        },
        "/download/atlas.nq.gz": {
            "get": {
                "operationId": "download",
                "summary": "All statements of the atlas as N-Quads",
                "parameters": [_KNOWN],
                "responses": {
                    "200": {"description": "The atlas.", "content": packed},
                    "206": {"description": "A part of it.", "content": packed},
                    "304": _UNCHANGED,
                },
            }
        },
        "/openapi.json": {
            "get": {
                "operationId": "description",
                "summary": "This description",
                "responses": {
                    "200": {"description": "OpenAPI.", "content": {"application/json": {"schema": {"type": "object"}}}}
                },
            }
        },
    }


@cache
def openapi(server: str, *, scratch: bool = False) -> _Told:
    """The description.

    Args:
        server: address of the server.
        scratch: whether it has scratch graphs.
    """
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Ketenatlas",
            "version": __version__,
            "description": "Value chains, companies, regions and business locations as linked data. Errors are a "
            "status and one sentence in plain text, on pages a page with that sentence.",
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": server.rstrip("/")}],
        "paths": {
            "/sparql": _sparql(),
            **_graph_store(),
            **_questions(),
            **_others(),
            **(_scratch() if scratch else {}),
        },
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    }
