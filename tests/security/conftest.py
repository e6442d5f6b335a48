"""An atlas with a restricted part, the atlas without it, and a server with tokens over the first."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from ketenatlas import tokens
from ketenatlas.build import Report, build
from tests.conftest import FIXTURES
from tests.ketenatlas.conftest import serving

SMALL = FIXTURES / "small"
CANARY = "kanarie"
"""In the name of everything that only the restricted sources speak of."""

SECRET = {
    "sources/survey.csv": "source_id,title,publisher,url,licence,published,retrieved,access\n"
    "kanarie-enquete,Kanarie-enquête (verzonnen),ketenatlas,https://example.org/kanarie,,2026-01-01,2026-11-24,restricted\n",
    "organisations/survey.csv": "organisation_id,name,kind,source,date\n"
    "kanarie,Kanariebedrijf,company,kanarie-enquete,2026-11-24\n",
    "establishments/survey.csv": "establishment_id,organisation,name,municipality,outside,park,park_evidence,jobs,"
    "valid_from,valid_to,source,date\n"
    "kanarie-1,kanarie,Kanarievestiging,GM0772,,1001,asserted,4242,,,kanarie-enquete,2026-11-24\n",
    "participations/survey.csv": "establishment,stage,activity,role,evidence,valid_from,valid_to,source,date\n"
    "kanarie-1,a4,kanarie work,producer,asserted,,,kanarie-enquete,2026-11-24\n",
    "relations/survey.csv": "kind,supplier,customer,chain,resource,value,unit,evidence,valid_from,valid_to,source,date\n"
    "supply,kanarie-1,e04,alfa,kanarie seed,10,t,asserted,,,kanarie-enquete,2026-11-24\n",
    "lisa/kanarie.csv": "vestigingsnummer;kvk_nummer;naam;gemeentecode;pc6;sbi_code;banen;bron;datum\n"
    "000099887766;99887766;Kanarie uit LISA;GM0772;5612AB;26.11;4343;kanarie-enquete;2026-11-24\n",
    "lisa/kanarie.csv.toml": '[columns]\nsource = "bron"\ndate = "datum"\n',
}


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The restricted files, laid out like a data set."""
    return write(tmp_path_factory.mktemp("secret"), SECRET)


@pytest.fixture(scope="session")
def parted(secret: Path, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The small atlas with a restricted part."""
    return build(tmp_path_factory.mktemp("parted"), SMALL, added=[secret])


@dataclass(frozen=True)
class House:
    """A server over the atlas with a restricted part.

    Attributes:
        address: where it is.
        file: its file of tokens.
        reader: a token to read what is restricted.
        writer: a token to change something, not to read what is restricted.
        log: its journal.
        said: what it printed.
    """

    address: str
    file: Path
    reader: str
    writer: str
    log: Path
    said: Path

    def as_reader(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.reader}"}


TOMORROW = datetime.date.today() + datetime.timedelta(days=1)


@pytest.fixture(scope="session")
def house(parted: Report, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    file, log, said = folder / "tokens.toml", folder / "journal.log", folder / "server.log"
    reader = tokens.new(file, "reader", [tokens.READ], TOMORROW)
    writer = tokens.new(file, "writer", [tokens.UPDATE], TOMORROW)
    options = ("--tokens-file", str(file), "--log", str(log))
    for address in serving(parted.folder.parent, said, *options, query_seconds="3"):
        yield House(address, file, reader, writer, log, said)


@pytest.fixture
def client(house: House) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=house.address, timeout=30) as made:
        yield made


@pytest.fixture(scope="session")
def never(small: Report, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that never had anything restricted."""
    folder = tmp_path_factory.mktemp("never")
    tokens.new(folder / "tokens.toml", "reader", [tokens.READ], TOMORROW)
    yield from serving(
        small.folder.parent, folder / "server.log", "--tokens-file", str(folder / "tokens.toml"), query_seconds="3"
    )
