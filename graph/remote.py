"""A remote SPARQL server or cluster, asked the same questions through SPARQLWrapper."""

from urllib.error import URLError

from SPARQLWrapper import SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from graph.engine import GRAPH_TYPES, RESULT_TYPES
from graph.errors import AtlasError
from graph.result import Rows


class RemoteError(AtlasError):
    """A server that did not answer, or answered with an error."""


class Remote:
    """An atlas behind a SPARQL address.

    The server's default graph must be the union of its named graphs, or hold the atlas itself.
    """

    def __init__(self, address: str, timeout: int = 60) -> None:
        self.address = address
        self.timeout = timeout

    def select(self, query: str) -> Rows:
        """Answer a SELECT query.

        Raises:
            RemoteError: if the server cannot be reached or refuses.
        """
        return Rows.from_json(self.answer(query, ["application/sparql-results+json"])[1])

    def answer(self, query: str, media_types: list[str] | None = None) -> tuple[str, bytes]:
        """Answer any query in one of the wanted forms, as the server chooses.

        Raises:
            RemoteError: if the server cannot be reached or refuses.
        """
        wrapper = SPARQLWrapper(self.address)
        wrapper.setTimeout(self.timeout)
        wrapper.setMethod("POST")
        wrapper.setOnlyConneg(True)
        wrapper.addCustomHttpHeader("Accept", ", ".join(media_types or [RESULT_TYPES[0], GRAPH_TYPES[0]]))
        wrapper.setQuery(query)
        try:
            with wrapper.query().response as response:
                data: bytes = response.read()
                media_type = response.headers.get_content_type()
        except (URLError, OSError, SPARQLWrapperException) as error:
            raise RemoteError(f"{self.address} did not answer: {str(error).strip()}") from None
        return media_type, data
