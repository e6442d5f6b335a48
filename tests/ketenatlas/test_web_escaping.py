"""Names that are script stay names on the pages of places, organisations and scenarios."""

import shutil
from pathlib import Path

import anyio
import httpx

from ketenatlas.build import build
from ketenatlas.server import application
from ketenatlas.settings import Settings
from tests.conftest import FIXTURES

EVIL = "<img src=x onerror=alert(1)>"


async def texts(builds: Path, paths: list[str]) -> list[str]:
    """What an application over other builds answers, without a server of its own."""
    app = application(builds, Settings(), ["localhost"])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
        told = [(await client.get(path)).text for path in paths]
    app.state.snapshots.close()
    return told


def test_script_in_names_stays_a_name(tmp_path: Path):
    data = Path(shutil.copytree(FIXTURES / "small", tmp_path / "data"))
    evil = {"organisations": "Toetsbedrijf 02", "ibis": "TESTHAVEN", "establishments": "Toetsvestiging 18"}
    for folder, old in evil.items():
        file = data / folder / "test.csv"
        file.write_text(file.read_text().replace(old, f"{EVIL}{old}", 1))
    build(tmp_path / "build", data)
    paths = ["/park/1006", "/parken", "/organisatie/o02", "/organisaties", "/vestiging/e18", "/gemeente/gm1709",
             "/regio/west-brabant", "/scenario/park-lost?park=1006", f"/parken?q={EVIL}"]  # fmt: skip
    for path, text in zip(paths, anyio.run(texts, tmp_path / "build", paths), strict=True):
        assert "<img" not in text, path
        assert "&lt;img" in text, path
