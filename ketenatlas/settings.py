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
    """

    model_config = SettingsConfigDict(env_prefix="KETENATLAS_")

    builds: Path = Path("build")
    language: str = Field(default="nl", pattern="^(nl|en)$")
    query_seconds: float = Field(default=30.0, gt=0)
    query_megabytes: int = Field(default=1024, gt=0)
    answer_megabytes: int = Field(default=50, gt=0)
