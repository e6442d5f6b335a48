"""Reports as files of the pages: what the command line writes, made once, and only of things that are there."""

import httpx
import pytest

from tests.ketenatlas.browsing import sound


def test_a_report_is_a_file_and_is_made_once(client: httpx.Client) -> None:
    made = client.get("/rapport/park/3214.pdf", timeout=60)
    assert made.status_code == 200
    assert made.headers["content-type"] == "application/pdf"
    assert made.headers["content-disposition"] == 'attachment; filename="rapport-park-3214.pdf"'
    assert made.content.startswith(b"%PDF")
    page = client.get("/rapport/park/3214.html")
    assert page.headers["content-disposition"].startswith("attachment")
    assert page.elapsed.total_seconds() < made.elapsed.total_seconds()
    assert "<script" not in page.text
    assert client.get("/rapport/park/3214.pdf").content == made.content


@pytest.mark.parametrize(
    "address", ["/rapport/park/none.pdf", "/rapport/rev/3214.pdf", "/rapport/park/3214.xml", "/rapport/region/PV29.pdf"]
)
def test_of_what_is_not_there_is_no_report(client: httpx.Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_pages_offer_their_report(watched, brabant_server: str) -> None:
    sound(watched, brabant_server, "/keten/batteries")
    assert watched.page.get_by_role("link", name="PDF").get_attribute("href") == "/rapport/chain/batteries.pdf"
