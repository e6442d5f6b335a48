"""Coordination issues: tasks a region cannot or will not facilitate, or that ask for national coordination."""

from functools import partial

from graph.terms import mint, text, typed
from loaders.claims import CLAIMED, claimed, labelled
from loaders.columns import SLUG, Column, Day, Reference
from loaders.documents import DOCUMENT, document_iri
from loaders.forecasts import HECTARES
from loaders.kinds import Listed, Several, each
from loaders.lists import listed
from loaders.loader import Loader
from loaders.regions import region_iri

_issue = mint("issue", "issue_id")

LOADER = Loader(
    name="issues",
    about={"nl": "Afstemmingsvraagstukken", "en": "Coordination issues"},
    columns=(
        Column("issue_id", SLUG, required=True),
        Column("label_nl", required=True),
        Column("label_en", required=True),
        Column("form", Listed("coordination-form"), required=True),
        Column("status", Listed("issue-status"), required=True),
        Column("topic", Listed("issue-topic")),
        Column("table", Reference("table")),
        Column("stalled_since", Day()),
        Column("arises_in", Several(Reference("region"))),
        Column("reason"),
        Column("party", Several(Reference("organisation"))),
        Column("party_region", Several(Reference("region"))),
        Column("taken_up_by", Several(Reference("organisation"))),
        Column("taken_up_by_region", Several(Reference("region"))),
        Column("chain", Several(Reference("chain"))),
        Column("work_environment", Listed("work-environment")),
        Column("demand_ha", HECTARES),
        Column("candidate_park", Several(Reference("park"))),
        Column("intervention", Several(Listed("instrument"))),
        Column("notifiable_under", DOCUMENT),
        Column("notified_under", DOCUMENT),
        Column("notified_on", Day()),
        *CLAIMED,
    ),
    key=("issue_id",),
    provides="issue",
    patterns=(
        *claimed("ka:CoordinationIssue", _issue),
        *labelled(_issue),
        (_issue, "ka:issueForm", listed("coordination-form", "form")),
        (_issue, "ka:issueStatus", listed("issue-status", "status")),
        (_issue, "ka:issueTopic", listed("issue-topic", "topic")),
        (_issue, "ka:onTable", mint("table", "table")),
        (_issue, "ka:stalledSince", typed("stalled_since", "date")),
        *each(_issue, "ka:arisesIn", "arises_in", region_iri),
        (_issue, "ka:reason", text("reason")),
        *each(_issue, "ka:issueParty", "party", partial(mint, "organisation")),
        *each(_issue, "ka:issueParty", "party_region", region_iri),
        *each(_issue, "ka:takenUpBy", "taken_up_by", partial(mint, "organisation")),
        *each(_issue, "ka:takenUpBy", "taken_up_by_region", region_iri),
        *each(_issue, "ka:concernsChain", "chain", partial(mint, "chain")),
        (_issue, "ka:workEnvironment", listed("work-environment", "work_environment")),
        (_issue, "ka:demandHa", typed("demand_ha", "decimal")),
        *each(_issue, "ka:atLocation", "candidate_park", partial(mint, "park")),
        *each(_issue, "ka:availableIntervention", "intervention", partial(listed, "instrument")),
        (_issue, "ka:notifiableUnder", document_iri("notifiable_under")),
        (_issue, "ka:notifiedUnder", document_iri("notified_under")),
        (_issue, "ka:notifiedOn", typed("notified_on", "date")),
    ),
)
