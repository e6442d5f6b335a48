"""What every page must stand: no request to elsewhere, no complaint, one heading, small screens, and axe."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
AXE = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}


class Watched:
    """A page that remembers every request and every complaint."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on(
            "console",
            lambda message: self.complaints.append(message.text) if message.type == "error" else None,
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def outside(self, own: str) -> list[str]:
        return [url for url in self.requests if not url.startswith((own, "data:", "blob:"))]


def barriers(page: Page) -> list[str]:
    """What axe finds against WCAG 2.1 A and AA, a line each."""
    found = Axe().run(page, options=AXE).response["violations"]
    return [f"{v['id']} ({v['impact']}): {v['nodes'][0]['html'][:160]}" for v in found]


def sound(watched: Watched, server: str, path: str) -> None:
    """Open a page of a server and assert all that every page must stand."""
    page = watched.page
    page.goto(server + path)
    assert watched.outside(server) == []
    assert [text for text in watched.complaints if "status of 40" not in text] == []
    assert page.locator("h1").count() == 1
    assert barriers(page) == []
    for width in (1280, 768):
        page.set_viewport_size({"width": width, "height": 720})
        page.goto(server + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
