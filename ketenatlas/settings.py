"""Settings: each can be given as an environment variable ``KETENATLAS_...`` or on the command line."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Where the atlas lies and what a query may use.

    Attributes:
        builds: folder of builds; the current atlas is the one its file ``current`` names.
        language: language of labels and headings, ``nl`` or ``en``.
        query_seconds: longest time for one query.
        query_megabytes: memory for one query.
        answer_megabytes: largest answer to one query.
        services: addresses of services that are not asked where they say themselves, as a JSON object by name.
        fetch_pause: seconds between two pages of a service.
        fetch_seconds: seconds a service may be silent.
        fetch_tries: how often one page is asked for.
        fetch_wait: most seconds to wait before asking again.
        fetch_megabytes: most one fetch may bring in.
    """

    model_config = SettingsConfigDict(env_prefix="KETENATLAS_")

    builds: Path = Path("build")
    language: str = Field(default="nl", pattern="^(nl|en)$")
    query_seconds: float = Field(default=30.0, gt=0)
    query_megabytes: int = Field(default=1024, gt=0)
    answer_megabytes: int = Field(default=50, gt=0)
    services: dict[str, str] = Field(default_factory=dict)
    fetch_pause: float = Field(default=1.0, ge=0)
    fetch_seconds: float = Field(default=60.0, gt=0)
    fetch_tries: int = Field(default=5, gt=0)
    fetch_wait: float = Field(default=120.0, ge=0)
    fetch_megabytes: int = Field(default=500, gt=0)
