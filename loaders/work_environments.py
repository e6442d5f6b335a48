"""Work environments of business parks, as a programming or a plan gives them; a park may have several."""

from graph.terms import mint
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import Column, Reference
from loaders.kinds import Listed
from loaders.lists import listed
from loaders.loader import Loader

_claim = claim_iri("work-environment", "park", "work_environment", "source")

LOADER = Loader(
    name="work_environments",
    about={"nl": "Werkmilieus van bedrijventerreinen", "en": "Work environments of business parks"},
    columns=(
        Column("park", Reference("park"), required=True),
        Column("work_environment", Listed("work-environment"), required=True),
        *CLAIMED,
    ),
    key=("park", "work_environment", "source"),
    patterns=(
        *claimed("ka:LocationWorkEnvironment", _claim),
        (_claim, "ka:atLocation", mint("park", "park")),
        (_claim, "ka:workEnvironment", listed("work-environment", "work_environment")),
    ),
)
