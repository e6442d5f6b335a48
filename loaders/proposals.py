"""Proposals: what the province can bring to a national execution agenda, and which chains that helps."""

from functools import partial

from graph.terms import mint, text, typed
from loaders.claims import CLAIMED, claim_iri, claimed, labelled
from loaders.columns import SLUG, Column, Number, Reference
from loaders.documents import DOCUMENT, document_iri
from loaders.kinds import Several, each
from loaders.loader import Loader
from loaders.regions import region_iri

_proposal = claim_iri("proposal", "proposal_id")

LOADER = Loader(
    name="proposals",
    about={"nl": "Voorstellen voor nationale uitvoeringsagenda's", "en": "Proposals for national execution agendas"},
    columns=(
        Column("proposal_id", SLUG, required=True),
        Column("label_nl", required=True),
        Column("label_en", required=True),
        Column("agenda", DOCUMENT, required=True),
        Column("chain", Several(Reference("chain")), required=True),
        Column("region", Several(Reference("region"))),
        Column("amount_eur", Number(least=0, unit="euros")),
        Column("rationale"),
        *CLAIMED,
    ),
    key=("proposal_id",),
    patterns=(
        *claimed("ka:Proposal", _proposal),
        *labelled(_proposal),
        (_proposal, "ka:forAgenda", document_iri("agenda")),
        *each(_proposal, "ka:supportsChain", "chain", partial(mint, "chain")),
        *each(_proposal, "ka:region", "region", region_iri),
        (_proposal, "ka:amountEur", typed("amount_eur", "decimal")),
        (_proposal, "ka:rationale", text("rationale")),
    ),
)
