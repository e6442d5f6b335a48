"""Documents: pages that stand alone as one file, without script and without anything from elsewhere."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

_HERE = Path(__file__).resolve().parent


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def document(template: str, language: str, **content: Any) -> str:
    """Render a template of this folder as one HTML file.

    Args:
        template: file name of the template.
        language: ``nl`` or ``en``, also the language the page declares.
        content: what the template shows; everything is escaped.
    """
    style = static("atlas.css")
    return _templates().get_template(template).render(language=language, style=style, **content)


def static(name: str) -> str:
    """The text of a file the web application serves as it is, to be put inside a page that stands alone."""
    return (_HERE.parent / "web" / "static" / name).read_text(encoding="utf-8")
