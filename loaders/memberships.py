"""Memberships: which municipality belongs to which policy region, from when to when."""

from graph.terms import text, typed
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import FLAG, Choice, Column, Reference
from loaders.loader import Loader
from loaders.municipalities import Municipality, municipality_iri
from loaders.regions import region_iri

_membership = claim_iri("membership", "municipality", "region")

LOADER = Loader(
    name="memberships",
    about={"nl": "Lidmaatschap van beleidsregio's, gedateerd", "en": "Membership of policy regions, dated"},
    columns=(
        Column("municipality", Municipality(), required=True),
        Column("region", Reference("region"), required=True),
        Column("primary", FLAG, required=True),
        Column("confirmation", Choice(("confirmed-by-source", "to-be-confirmed")), required=True),
        *CLAIMED,
    ),
    key=("municipality", "region"),
    required=True,
    patterns=(
        *claimed("ka:RegionMembership", _membership),
        (_membership, "ka:member", municipality_iri("municipality")),
        (_membership, "ka:region", region_iri("region")),
        (_membership, "ka:primary", typed("primary", "boolean")),
        (_membership, "ka:confirmation", text("confirmation")),
    ),
)
