"""Roles of parties: which organisation has which role, or made which proposal, in which project."""

from graph.terms import mint, text
from loaders.claims import CLAIMED, claim_iri, claimed, slug
from loaders.columns import Column, Reference
from loaders.loader import Loader

_role = claim_iri("party-role", "party", "project", slug("role"), "source")

LOADER = Loader(
    name="party_roles",
    about={"nl": "Rollen van partijen bij projecten", "en": "Roles of parties in projects"},
    columns=(
        Column("party", Reference("organisation"), required=True),
        Column("project", Reference("project"), required=True),
        Column("role", required=True),
        *CLAIMED,
    ),
    key=("party", "project", "role", "source"),
    patterns=(
        *claimed("ka:PartyRole", _role),
        (_role, "ka:party", mint("organisation", "party")),
        (_role, "ka:roleInProject", mint("project", "project")),
        (_role, "ka:partyRole", text("role")),
    ),
)
