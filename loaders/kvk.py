"""KvK: establishments as the trade register exports them."""

from loaders.loader import Loader
from loaders.registered import columns, patterns

LOADER = Loader(
    name="kvk",
    about={"nl": "Vestigingen uit het Handelsregister", "en": "Establishments from the trade register"},
    columns=columns("2025"),
    key=("establishment_number",),
    bulk=True,
    restricted=True,
    patterns=patterns("kvk"),
)
