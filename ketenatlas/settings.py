"""Settings: each can be given as an environment variable ``KETENATLAS_...`` or on the command line."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from graph.errors import one_of

LANGUAGES = ("nl", "en")
"""Languages of labels and headings."""
PUBLIC_HELP = "Only from what everybody may read, so that what comes out may leave."
"""What the option ``--public`` of commands that write files says."""
NOT_REMOTE = "--public is for an atlas on this machine; a server gives what is public to whoever has no token"


class Settings(BaseSettings):
    """Where the atlas lies and what a query may use.

    Attributes:
        builds: folder of builds; the current atlas is the one its file ``current`` names.
        language: language of labels and headings, ``nl`` or ``en``.
        query_seconds: longest time for one query.
        query_megabytes: memory for one query.
        answer_megabytes: largest answer to one query.
        query_rate, query_burst: queries a second of one client, and how many at once after a silence; rate 0: no limit.
        page_rate, page_burst: the same of pages.
        queries_at_once, pages_at_once: how many are answered at the same time.
        waiting: how many more of each may wait.
        wait_seconds: how long one waits before it is turned away.
        request_megabytes: largest request.
        connections: connections at the same time.
        proxies: addresses of proxies whose word on the client is taken, with commas; none by default.
        services: addresses of services that are not asked where they say themselves, as a JSON object by name.
        fetch_pause: seconds between two pages of a service.
        fetch_seconds: seconds a service may be silent.
        fetch_tries: how often one page is asked for.
        fetch_wait: most seconds to wait before asking again.
        fetch_megabytes: most one fetch may bring in.
        server_user, server_password: who asks or fills a SPARQL server elsewhere; none by default.
        server_token: a bearer token for it, instead of both.
    """

    model_config = SettingsConfigDict(env_prefix="KETENATLAS_")

    builds: Path = Path("build")
    language: str = Field(default="nl", pattern="^(nl|en)$")
    query_seconds: float = Field(default=30.0, gt=0)
    query_megabytes: int = Field(default=1024, gt=0)
    answer_megabytes: int = Field(default=50, gt=0)
    query_rate: float = Field(default=10.0, ge=0)
    query_burst: int = Field(default=200, gt=0)
    page_rate: float = Field(default=50.0, ge=0)
    page_burst: int = Field(default=500, gt=0)
    queries_at_once: int = Field(default=8, gt=0)
    pages_at_once: int = Field(default=24, gt=0)
    waiting: int = Field(default=200, ge=0)
    wait_seconds: float = Field(default=15.0, gt=0)
    request_megabytes: int = Field(default=10, gt=0)
    connections: int = Field(default=1000, gt=0)
    proxies: str = ""
    services: dict[str, str] = Field(default_factory=dict)
    fetch_pause: float = Field(default=1.0, ge=0)
    fetch_seconds: float = Field(default=60.0, gt=0)
    fetch_tries: int = Field(default=5, gt=0)
    fetch_wait: float = Field(default=120.0, ge=0)
    fetch_megabytes: int = Field(default=500, gt=0)
    server_user: str = ""
    server_password: SecretStr = SecretStr("")
    server_token: SecretStr = SecretStr("")


def language_told(given: str | None) -> str:
    """The language that was given, or that of the settings.

    Raises:
        UsageError: if it is not one of ours.
    """
    chosen = given or Settings().language
    one_of("--lang", chosen, LANGUAGES)
    return chosen
