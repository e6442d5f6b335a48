"""LISA: the register of places of work, with jobs and industry code. Confidential; for use inside the organisation."""

from loaders.loader import Loader
from loaders.registered import columns, patterns

LOADER = Loader(
    name="lisa",
    about={"nl": "Vestigingen en banen uit LISA", "en": "Establishments and jobs from LISA"},
    columns=columns("2008"),
    key=("establishment_number",),
    bulk=True,
    restricted=True,
    patterns=patterns("lisa"),
)
