"""Regulatory zones and their versions: which area a rule applies to, in which period, set by which decision.

One row per version, with its boundary where the file has one.
"""

import polars as pl

from graph.terms import mint, node, text
from loaders.claims import CLAIMED, claim_iri, claimed, labelled
from loaders.columns import SLUG, Column
from loaders.documents import DOCUMENT, document_iri
from loaders.geometry import AREA, area_of
from loaders.loader import Loader

_zone = mint("zone", "zone_id")
_version = claim_iri("zone-version", "zone_id", "version")

LOADER = Loader(
    name="zones",
    about={"nl": "Werkingsgebieden en hun versies", "en": "Regulatory zones and their versions"},
    columns=(
        Column("zone_id", SLUG, required=True),
        Column("version", SLUG, required=True),
        Column("label_nl", required=True),
        Column("label_en", required=True),
        Column("decided_in", DOCUMENT, required=True),
        Column("note"),
        *AREA,
        *CLAIMED,
    ),
    key=("zone_id", "version"),
    provides="zone",
    patterns=(
        (_zone, "rdf:type", node("ka:RegulatoryZone")),
        *labelled(_zone),
        *claimed("ka:ZoneVersion", _version),
        (_version, "ka:versionOf", _zone),
        (_version, "ka:decidedIn", document_iri("decided_in")),
        (_version, "rdfs:comment", text("note")),
        *area_of(_version, pl.concat_str(pl.lit("zone"), "zone_id", "version", separator="-"), "ka:zoneGeometry"),
    ),
)
