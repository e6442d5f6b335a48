"""Words around a report, the same in HTML and PDF."""

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "contents": "Inhoud",
        "table": "Tabel",
        "figure": "Figuur",
        "sources": "bronnen",
        "more": "en {n} meer",
        "file": "Alles staat in",
        "behind": "Tabel bij deze figuur",
        "reading": "Wat hier staat",
    },
    "en": {
        "contents": "Contents",
        "table": "Table",
        "figure": "Figure",
        "sources": "sources",
        "more": "and {n} more",
        "file": "All of it is in",
        "behind": "Table behind this figure",
        "reading": "What is here",
    },
}
