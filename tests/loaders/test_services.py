"""Fetching from services, against a local server that answers as they do: pages, bad days, resuming, refusals."""

import datetime
import email.utils
import json
import re
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from graph.errors import UsageError
from loaders.loader import discover
from loaders.services import fetching
from loaders.services.client import Client, Manners
from loaders.services.dialects import Sparql
from loaders.services.fetching import Fetched, fetch
from loaders.services.nace import tidy
from loaders.services.service import Service, ServiceError, service_named, services
from tests.conftest import need
from tests.standin import Standin, breaks_off, gives, says

MANNERS = Manners(agent="ketenatlas/test", pause=0.25, seconds=5.0, tries=3, longest_wait=30.0, megabytes=5)
PAGE = 200


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Standin]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with Standin() as server:
        server.most = PAGE
        yield server


class Getting:
    """Fetches into one folder, and remembers how long it waited and what it told."""

    def __init__(self, web: Standin, folder: Path) -> None:
        self.web, self.folder = web, folder
        self.waited: list[float] = []
        self.said: list[str] = []

    def __call__(
        self, service: Service | str, manners: Manners = MANNERS, address: str = "", year: int = 2026
    ) -> Fetched:
        chosen = service_named(service) if isinstance(service, str) else service
        self.web.asked.clear()
        client = Client(manners, self.waited.append, self.said.append)
        where = address or self.web.addresses[chosen.name]
        return fetch(chosen, where, year, self.folder, client)


@pytest.fixture
def get(web: Standin, tmp_path: Path) -> Getting:
    return Getting(web, tmp_path / "pages")


# --- what each service gives ------------------------------------------------------------------------------------


def test_every_service_names_a_loader_a_licence_and_a_safe_address():
    assert {"ibis", "gemeenten", "nace"} <= set(services())
    for name, service in services().items():
        assert service.loader in discover(), name
        assert service.address.startswith("https://")
        assert service.licence
        assert set(service.about) == {"nl", "en"}
    with pytest.raises(UsageError, match="there is no service 'ibiss'; there are gemeenten, ibis, nace"):
        service_named("ibiss")


def test_a_wfs_is_asked_page_by_page_in_order_with_a_pause_between(get: Getting, web: Standin):
    got = get("ibis")
    assert web.asked == ["ibis 0", "ibis 200", "ibis 400"]
    assert get.waited == [MANNERS.pause, MANNERS.pause]
    assert got.rows == web.parks
    assert (got.asked, got.kept) == (3, 0)
    assert get.said[-1] == f"ibis: page 3, {len(web.parks)} of {len(web.parks)}"
    first = web.told[0]
    assert (first["version"], first["typenames"], first["sortby"]) == (
        "2.0.0",
        "WarmteAtlas:IBISbedrijventerreinen",
        "RIN_NUMMER",
    )
    assert {headers["user-agent"] for headers in web.headers} == {"ketenatlas/test"}


def test_a_wfs_that_announces_nothing_is_asked_until_a_page_is_empty(get: Getting, web: Standin):
    """Pages are as small as the server likes, so that a short one need not be the last."""
    web.announces = False
    assert get("ibis").rows == web.parks
    assert web.asked == ["ibis 0", "ibis 200", "ibis 400", "ibis 592"]


def test_features_are_followed_link_by_link_for_one_year(get: Getting, web: Standin):
    web.most = 25
    got = get("gemeenten")
    assert web.asked == ["gemeenten 0", "gemeenten 25", "gemeenten 50"]
    assert got.rows == web.municipalities
    assert {told["jaarcode"] for told in web.told} == {"2026"}


def test_a_query_is_put_in_pages_and_its_rows_are_tidied(get: Getting, web: Standin):
    nace = service_named("nace")
    assert isinstance(nace.dialect, Sparql)
    got = get(replace(nace, dialect=replace(nace.dialect, at_once=500)))
    assert web.asked == ["nace 0", "nace 500", "nace 1000"]
    assert [row["code"] for row in got.rows] == [code for code, _, _ in web.codes]
    assert {row["label_nl"] for row in got.rows} == {label for _, label, _ in web.codes}
    text = nace.dialect.write(got.rows).decode()
    assert text.startswith("scheme,code,label_nl,label_en\nnace2.1,01.00,Verzonnen,Made up\n")


@pytest.mark.parametrize(
    ("code", "label", "expected"),
    [
        ("26.11", "26.11 Manufacture of electronic components", ("26.11", "Manufacture of electronic components")),
        ("C26.11", "C26.11 - Manufacture", ("26.11", "Manufacture")),
        ("A", "A AGRICULTURE", ("A", "AGRICULTURE")),
        ("A", "AGRICULTURE", ("A", "AGRICULTURE")),
        ("01", "01.1 is no such thing", ("01", "01.1 is no such thing")),
    ],
)
def test_codes_stand_without_section_and_titles_without_code(code, label, expected):
    made = tidy({"code": code, "label_nl": label, "label_en": label})
    assert (made["code"], made["label_en"]) == expected


# --- bad days ---------------------------------------------------------------------------------------------------


def test_a_service_that_is_not_ready_is_asked_again_when_it_says(get: Getting, web: Standin):
    web.faults["ibis 200"] = [says(503, {"Retry-After": "7"}), says(429)]
    assert len(get("ibis").rows) == len(web.parks)
    assert web.asked == ["ibis 0", "ibis 200", "ibis 200", "ibis 200", "ibis 400"]
    assert get.waited == [MANNERS.pause, 7.0, 2.0, MANNERS.pause]
    assert any("is not ready (it says 503 Service Unavailable); asking again in 7 s" in line for line in get.said)


def test_a_moment_to_come_back_is_understood(get: Getting, web: Standin):
    moment = email.utils.format_datetime(
        datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=20), usegmt=True
    )
    web.faults["ibis 0"] = [says(503, {"Retry-After": moment}), says(503, {"Retry-After": "soon"})]
    get("ibis")
    assert 15 < get.waited[0] <= 20
    assert get.waited[1] == 2.0


def test_a_service_that_wants_more_patience_is_left_alone(get: Getting, web: Standin):
    web.faults["ibis 0"] = [says(503, {"Retry-After": "3600"})]
    with pytest.raises(
        ServiceError, match=r"asks to come back in 3,600 seconds; try again then\. what was fetched before stays"
    ):
        get("ibis")
    assert web.asked == ["ibis 0"]


def test_what_was_broken_off_goes_on_at_the_page_where_it_stopped(get: Getting, web: Standin):
    web.faults["ibis 200"] = [breaks_off] * MANNERS.tries
    with pytest.raises(
        ServiceError,
        match=r"broke off \(IncompleteRead\), 3 times in a row\. the first page is kept, and the same command goes on",
    ):
        get("ibis")
    assert web.asked == ["ibis 0", "ibis 200", "ibis 200", "ibis 200"]
    got = get("ibis")
    assert web.asked == ["ibis 200", "ibis 400"], "the first page is not asked for again"
    assert got.rows == web.parks
    assert (got.asked, got.kept) == (2, 1)
    assert "ibis: going on after page 1, where it was broken off" in get.said


def test_a_lost_connection_mends_itself(get: Getting, web: Standin):
    web.faults["ibis 400"] = [breaks_off]
    assert get("ibis").rows == web.parks
    assert web.asked == ["ibis 0", "ibis 200", "ibis 400", "ibis 400"]


def test_a_service_that_keeps_silent_is_not_waited_for_without_end(get: Getting, web: Standin):
    web.faults["ibis 0"] = [lambda _: time.sleep(0.5)] * 2
    with pytest.raises(ServiceError, match="did not answer in time, 2 times in a row"):
        get("ibis", replace(MANNERS, seconds=0.1, tries=2))


def test_pages_of_yesterday_or_damaged_ones_are_not_gone_on_with(get: Getting, web: Standin):
    web.faults["ibis 400"] = [says(404)]
    with pytest.raises(ServiceError, match=r"says 404 Not Found to http.*--address\. the first 2 pages are kept"):
        get("ibis")
    (get.folder / "page-0002").write_bytes(b"damaged")
    get("ibis")
    assert web.asked == ["ibis 200", "ibis 400"]
    state = get.folder / "pages.json"
    told = json.loads(state.read_text())
    state.write_text(json.dumps({**told, "whole": False, "begun": "2020-01-01T00:00:00+00:00"}))
    get("ibis")
    assert web.asked == ["ibis 0", "ibis 200", "ibis 400"]
    state.write_text("{")
    get("ibis")
    assert web.asked == ["ibis 0", "ibis 200", "ibis 400"]


# --- what did not change ----------------------------------------------------------------------------------------


def test_an_unchanged_source_is_asked_but_not_brought_in_again(get: Getting, web: Standin):
    first = get("ibis")
    web.headers.clear()
    again = get("ibis")
    assert web.asked == ["ibis 0", "ibis 200", "ibis 400"]
    assert all("if-none-match" in headers for headers in web.headers)
    assert (again.asked, again.kept) == (0, 3)
    assert again.rows == first.rows


def test_a_changed_page_is_brought_in_and_the_rest_with_it(get: Getting, web: Standin):
    get("ibis")
    web.parks[250]["properties"]["HA_BRUTO"] = "999"
    again = get("ibis")
    assert (again.asked, again.kept) == (2, 1), "pages after a changed one were cut from another state of the source"
    assert again.rows == web.parks


def test_a_service_without_entity_tags_is_simply_asked_again(get: Getting, web: Standin):
    web.tags = False
    get("ibis")
    again = get("ibis")
    assert (again.asked, again.kept) == (3, 0)
    assert again.rows == web.parks


def test_a_changed_source_that_breaks_off_keeps_what_was_found_unchanged(get: Getting, web: Standin):
    get("ibis")
    web.parks[250]["properties"]["HA_BRUTO"] = "999"
    web.faults["ibis 400"] = [says(404)]
    with pytest.raises(ServiceError, match="the first 2 pages are kept"):
        get("ibis")
    again = get("ibis")
    assert web.asked == ["ibis 400"]
    assert again.rows == web.parks


# --- answers that are not what they should be ---------------------------------------------------------------------

GARBAGE = {
    "a page": (
        b"<!DOCTYPE html><html><body>Onderhoud</body></html>",
        "found a web page that begins with '<!DOCTYPE html>",
    ),
    "a report": (b"<ows:ExceptionReport/>", "found an answer that begins with '<ows:ExceptionReport/>'"),
    "nothing": (b" ", "found an empty answer"),
    "a list": (b"[1]", "expected a GeoJSON feature collection, found an answer that begins with"),
    "no features": (b'{"type":"Feature"}', "expected a GeoJSON feature collection"),
    "no properties": (b'{"features":[{"type":"Feature"}]}', "expected a GeoJSON feature collection"),
}


@pytest.mark.parametrize("what", GARBAGE)
def test_another_answer_is_one_sentence_and_is_not_kept(get: Getting, web: Standin, what):
    body, expected = GARBAGE[what]
    web.faults["ibis 200"] = [gives(body)]
    with pytest.raises(ServiceError) as caught:
        get("ibis")
    assert expected in str(caught.value)
    assert "what was fetched before stays as it is" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not (get.folder / "page-0002").exists()


def test_another_answer_to_a_query_is_one_sentence(get: Getting, web: Standin):
    web.faults["nace 0"] = [gives({"results": {}}), gives(b"code,label\n")]
    for _ in range(2):
        with pytest.raises(ServiceError, match="expected the result of a query as JSON, found an answer that begins"):
            get("nace")


def test_a_missing_property_is_named(get: Getting, web: Standin):
    del web.parks[300]["properties"]["GEM_CODES"]
    with pytest.raises(
        ServiceError,
        match=r"ibis: expected RIN_NUMMER, .* with everything, found one without GEM_CODES; it has HA_BRUTO",
    ):
        get("ibis")


def test_fewer_than_announced_is_an_error_and_starts_anew(get: Getting, web: Standin):
    web.faults["ibis 400"] = [gives({"features": [], "numberMatched": len(web.parks)})]
    with pytest.raises(ServiceError, match=f"{len(web.parks)} were announced and 400 came"):
        get("ibis")
    get("ibis")
    assert web.asked == ["ibis 0", "ibis 200", "ibis 400"]


def test_a_source_that_changes_on_the_way_is_started_anew(get: Getting, web: Standin):
    web.faults["ibis 200"] = [gives({"features": web.parks[200:400], "numberMatched": 7})]
    with pytest.raises(ServiceError, match="the source changed on the way: 592 were announced at first, 7 now"):
        get("ibis")
    get("ibis")
    assert web.asked[0] == "ibis 0"


def test_pages_that_overlap_are_found(get: Getting, web: Standin):
    web.faults["ibis 200"] = [gives({"features": web.parks[:200], "numberMatched": len(web.parks)})]
    with pytest.raises(ServiceError, match="200 came twice, so that others may be missing"):
        get("ibis")


def test_too_few_codes_or_a_year_without_municipalities_is_told(get: Getting, web: Standin):
    web.codes = web.codes[:-1]
    with pytest.raises(ServiceError, match="nace: expected at least 1,047, found 1,046"):
        get("nace")
    with pytest.raises(ServiceError, match="perhaps 2031 is not published yet, --year asks for another"):
        get("gemeenten", year=2031)


def test_a_link_in_circles_or_to_another_place_is_not_followed(get: Getting, web: Standin):
    here = web.addresses["gemeenten"]
    for href, expected in (
        (f"{here}?f=json&limit=1000&jaarcode=2026", "goes in circles"),
        ("https://example.org/x", "another place"),
        ("file:///etc/passwd", "another place"),
        ("//[bad", "another place"),
    ):
        web.faults["gemeenten 0"] = [
            gives({"features": web.municipalities[:2], "links": [{"rel": "next", "href": href}]})
        ]
        with pytest.raises(ServiceError, match=expected):
            get("gemeenten")


# --- what is refused ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "data:application/json,{}", "//[bad"])
def test_a_redirect_to_anything_but_a_web_address_is_refused(get: Getting, web: Standin, target):
    web.faults["ibis 0"] = [says(302, {"Location": target})]
    with pytest.raises(ServiceError, match=r"sends us to .*, which is not followed"):
        get("ibis")
    assert web.asked == ["ibis 0"]


def test_a_redirect_to_a_web_address_is_followed_but_not_without_end(get: Getting, web: Standin):
    web.faults["ibis 0"] = [says(307, {"Location": "/ibis/wfs?startIndex=0&count=1000&moved=yes"})]
    assert get("ibis").rows == web.parks
    web.faults["gemeenten 0"] = [says(302, {"Location": "/gemeenten/items?jaarcode=2026&limit=9"})] * 6
    with pytest.raises(ServiceError, match="from address to address without end"):
        get("gemeenten")


@pytest.mark.parametrize(
    "length", [{"Content-Length": str(6 << 20)}, {"Transfer-Encoding": "identity"}], ids=["announced", "found"]
)
def test_an_answer_that_is_too_large_is_refused(get: Getting, web: Standin, length):
    def large(to) -> None:
        to.send_response(200)
        for name, value in length.items():
            to.send_header(name, value)
        to.end_headers()
        to.close_connection = True
        try:
            for _ in range(96):
                to.wfile.write(b" " * (1 << 16))
        except ConnectionError:
            return

    web.faults["ibis 200"] = [large]
    with pytest.raises(ServiceError, match="more comes in than is allowed"):
        get("ibis")


def test_an_address_that_is_no_web_address_is_not_opened(get: Getting, tmp_path: Path):
    secret = tmp_path / "secret.json"
    secret.write_text('{"features": []}')
    for address in (secret.as_uri(), str(secret), "http://[bad/", "http://127.0.0.1:port/", "http://127.0.0.1/a b"):
        with pytest.raises(ServiceError, match="is not a web address"):
            get("ibis", address=address)
    assert get.waited == []


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (403, "or the proxy of this network, says no (403 Forbidden)"),
        (407, "the proxy of this network says no (407"),
        (410, "says 410 Gone"),
    ],
)
def test_a_refusal_is_told_and_not_tried_again(get: Getting, web: Standin, status, expected):
    web.faults["ibis 0"] = [says(status)]
    with pytest.raises(ServiceError, match=re.escape(expected)):
        get("ibis")
    assert web.asked == ["ibis 0"]


def test_no_network_is_told_in_one_sentence(get: Getting):
    with pytest.raises(ServiceError, match=r"nothing answers at 127\.0\.0\.1:1; is the address right"):
        get("ibis", address="http://127.0.0.1:1/wfs")
    with pytest.raises(ServiceError, match=r"unknown\.invalid cannot be found from here; is there a network"):
        get("ibis", address="http://unknown.invalid/wfs")
    assert get.waited == []


def test_the_proxy_of_the_environment_is_used_and_its_refusal_told(get: Getting, web: Standin, monkeypatch):
    monkeypatch.setenv("http_proxy", web.address)
    monkeypatch.setenv("https_proxy", web.address)
    monkeypatch.setenv("no_proxy", "")
    assert get("ibis", address="http://unknown.invalid/ibis/wfs").rows == web.parks
    with pytest.raises(ServiceError, match=r"the proxy of this network says no \(501 Unsupported method"):
        get("ibis", address="https://unknown.invalid/ibis/wfs")


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(get: Getting, web: Standin, tmp_path: Path):
    """The key and certificate are made here; nothing but this test knows them."""
    openssl = need(Path(shutil.which("openssl") or "openssl"), "openssl")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = [str(openssl), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
               "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    web.socket = context.wrap_socket(web.socket, server_side=True)
    address = web.addresses["ibis"].replace("http:", "https:")
    web.handle_error = lambda request, address: None  # the handshake that is broken off
    with pytest.raises(
        ServiceError, match=r"the certificate of 127\.0\.0\.1:\d+ is not trusted \(self-signed certificate\)"
    ):
        get("ibis", address=address)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(certificate))
        assert len(get("ibis", address=address).rows) == len(web.parks)
        web.faults["ibis 0"] = [says(302, {"Location": address.replace("https:", "http:")})]
        with pytest.raises(ServiceError, match="it is not as safe"):
            get(replace(service_named("ibis"), least=2), address=address + "?again=1")


def test_two_fetches_into_one_folder_do_not_mix(get: Getting):
    get.folder.mkdir(parents=True)
    with fetching.FileLock(get.folder / ".lock"), pytest.raises(ServiceError, match="is being fetched into .* already"):
        get("ibis")
