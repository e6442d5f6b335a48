"""One good row for every policy table, over the keys of the small fixture, and what each row must say."""

SOURCED = {"source": "testbron", "date": "2026-11-24"}
CLAIMED = {"evidence": "estimated", "valid_from": "2025", "valid_to": "2025-06", **SOURCED}
AREA = "POLYGON ((5 51, 5 51.1, 5.1 51.1, 5.1 51, 5 51))"
LABELS = {"label_nl": "l", "label_en": "m"}
PAPER = {
    "title_nl": "l",
    "title_en": "m",
    "author": "wie",
    "adopted_by": "o01",
    "adopted_on": "2024-05-06",
    "url": "https://example.org/d",
    "note": "n",
}

Said = tuple[str, str, str]

ROWS: dict[str, tuple[dict[str, str], list[Said]]] = {
    "documents": (
        {"document_id": "doc", "kind": "ordinance", "level": "province", **PAPER},
        [("document:doc", "rdf:type", "ka:PolicyDocument"), ("document:doc", "ka:documentKind", '"ordinance"'), ("document:doc", "ka:documentLevel", "scale-level:province"),
         ("document:doc", "rdfs:label", '"l"@nl'), ("document:doc", "rdfs:label", '"m"@en'), ("document:doc", "ka:adoptedBy", "organisation:o01"),
         ("document:doc", "ka:adoptedOn", "2024-05-06"), ("document:doc", "foaf:page", "<https://example.org/d>"), ("document:doc", "dct:creator", '"wie"'),
         ("document:doc", "ka:validTo", "2025-06-30")],
    ),
    "visions": (
        {"document_id": "vis", "region": "midden-brabant; west-brabant", "vision_kind": "spatial-economic", "involvement": "partial", "priorities_complete": "true", **PAPER},
        [("document:vis", "rdf:type", "ka:RegionalVision"), ("document:vis", "ka:region", "region:midden-brabant"), ("document:vis", "ka:region", "region:west-brabant"),
         ("document:vis", "ka:visionKind", "vision-kind:spatial-economic"), ("document:vis", "ka:provincialInvolvement", "involvement:partial"), ("document:vis", "ka:prioritiesComplete", "true"), ("document:vis", "ka:documentLevel", "scale-level:region")],
    ),
    "agreements": (
        {"document_id": "afs", "region": "midden-brabant", **PAPER},
        [("document:afs", "rdf:type", "ka:ProgrammingAgreement"), ("document:afs", "ka:region", "region:midden-brabant")],
    ),
    "elaborations": (
        {"document": "vis", "elaborates": "doc", "passage": "p"},
        [("document:vis", "ka:elaborates", "document:doc"), ("document:vis", "dct:source", "source:testbron")],
    ),
    "priorities": (
        {"vision": "vis", "named_kind": "goal", "named": "A", "passage": "p"},
        [("claim:priority--vis--goal--a", "rdf:type", "ka:PriorityNaming"), ("claim:priority--vis--goal--a", "ka:inVision", "document:vis"),
         ("claim:priority--vis--goal--a", "ka:namedPriority", "policy-goal:a"), ("claim:priority--vis--goal--a", "ka:passage", '"p"')],
    ),
    "placements": (
        {"coalition": "tweede", "chain": "alfa", "stage": "a3;a4", "confirmation": "to-be-confirmed"},
        [("claim:placement--tweede--alfa", "rdf:type", "ka:CoalitionPlacement"), ("claim:placement--tweede--alfa", "ka:coalition", "coalition:tweede"),
         ("claim:placement--tweede--alfa", "ka:inChain", "chain:alfa"), ("claim:placement--tweede--alfa", "ka:placedInStage", "stage:a3"),
         ("claim:placement--tweede--alfa", "ka:placedInStage", "stage:a4"), ("claim:placement--tweede--alfa", "ka:confirmation", '"to-be-confirmed"')],
    ),
    "actions": (
        {"action_id": "act", **LABELS, "theme": "B.1", "document": "doc", "passage": "p", "role": "giving-direction;making-possible", "status": "running", "indicator": "jobs", "carried_out_by": "o01;o02"},
        [("action:act", "rdf:type", "ka:PolicyAction"), ("action:act", "ka:inTheme", "policy-theme:b-1"), ("action:act", "ka:setOutIn", "document:doc"),
         ("action:act", "ka:actionRole", "provincial-role:giving-direction"), ("action:act", "ka:actionRole", "provincial-role:making-possible"), ("action:act", "ka:actionStatus", '"running"'),
         ("action:act", "ka:measuredBy", "indicator:jobs"), ("action:act", "ka:carriedOutBy", "organisation:o02"), ("action:act", "ka:passage", '"p"')],
    ),
    "indicator_sources": ({"indicator": "jobs"}, [("indicator:jobs", "ka:answeredBy", "source:testbron")]),
    "cycles": (
        {"cycle_id": "cyc", **LABELS, "interval": "P4Y", "last_done": "2022-10", "next_due": "2026-12", "due_after": "cyc", "document": "doc", "passage": "p"},
        [("cycle:cyc", "rdf:type", "ka:PolicyCycle"), ("cycle:cyc", "ka:interval", '"P4Y"'), ("cycle:cyc", "ka:lastDone", "2022-10-01"), ("cycle:cyc", "ka:nextDue", "2026-12-31"),
         ("cycle:cyc", "ka:dueAfter", "cycle:cyc"), ("cycle:cyc", "ka:setOutIn", "document:doc")],
    ),
    "statements": (
        {"statement_id": "uit", "document": "doc", "passage": "p", "text_nl": "t", "text_en": "u", "binding_for": "o01"},
        [("claim:statement--uit", "rdf:type", "ka:PolicyStatement"), ("claim:statement--uit", "ka:setOutIn", "document:doc"), ("claim:statement--uit", "ka:passage", '"p"'),
         ("claim:statement--uit", "ka:statementText", '"t"@nl'), ("claim:statement--uit", "ka:statementText", '"u"@en'), ("claim:statement--uit", "ka:bindingFor", "organisation:o01")],
    ),
    "alignments": (
        {"action": "act", "statement": "uit", "alignment": "differs", "passage": "p", "rationale": "r", "confirmation": "confirmed-by-source"},
        [("claim:alignment--act--uit", "rdf:type", "ka:AlignmentStatement"), ("claim:alignment--act--uit", "ka:alignedAction", "action:act"), ("claim:alignment--act--uit", "ka:alignedStatement", "claim:statement--uit"),
         ("claim:alignment--act--uit", "ka:alignmentKind", "alignment-kind:differs"), ("claim:alignment--act--uit", "ka:passage", '"p"'), ("claim:alignment--act--uit", "ka:rationale", '"r"'), ("claim:alignment--act--uit", "ka:confirmation", '"confirmed-by-source"')],
    ),
    "proposals": (
        {"proposal_id": "vst", **LABELS, "agenda": "doc", "chain": "alfa;beta", "region": "midden-brabant", "amount_eur": "1000,50", "rationale": "r"},
        [("claim:proposal--vst", "rdf:type", "ka:Proposal"), ("claim:proposal--vst", "ka:amountEur", "1000.5"), ("claim:proposal--vst", "ka:forAgenda", "document:doc"), ("claim:proposal--vst", "ka:supportsChain", "chain:beta"), ("claim:proposal--vst", "ka:region", "region:midden-brabant")],
    ),
    "instruments_use": (
        {"instrument": "subsidy", "for_kind": "project", "used_for": "prj", "party": "o01", "amount_eur": "1000,50"},
        [("claim:instrument-use--subsidy--project--prj--testbron", "rdf:type", "ka:InstrumentUse"), ("claim:instrument-use--subsidy--project--prj--testbron", "ka:usedInstrument", "instrument:subsidy"),
         ("claim:instrument-use--subsidy--project--prj--testbron", "ka:usedFor", "project:prj"), ("claim:instrument-use--subsidy--project--prj--testbron", "ka:usedBy", "organisation:o01"),
         ("claim:instrument-use--subsidy--project--prj--testbron", "ka:amountEur", "1000.5")],
    ),
    "conditions": (
        {"condition_id": "con", "instrument": "subsidy", "text": "t", "document": "doc", "passage": "p"},
        [("claim:condition--con", "rdf:type", "ka:EntryCondition"), ("claim:condition--con", "ka:conditionOf", "instrument:subsidy"), ("claim:condition--con", "ka:conditionText", '"t"'), ("claim:condition--con", "ka:setOutIn", "document:doc")],
    ),
    "condition_tests": (
        {"condition": "con", "project": "prj", "met": "true"},
        [("claim:condition-test--con--prj", "rdf:type", "ka:ConditionTest"), ("claim:condition-test--con--prj", "ka:testedCondition", "claim:condition--con"),
         ("claim:condition-test--con--prj", "ka:testedProject", "project:prj"), ("claim:condition-test--con--prj", "ka:conditionMet", "true")],
    ),
    "forecasts": (
        {"forecast_id": "pro", "region": "midden-brabant", "work_environment": "large-scale-distribution", "vintage": "2026", "scenario": "laag", "period": "2026-2035", "demand_ha": "10"},
        [("claim:forecast--pro", "rdf:type", "ka:Forecast"), ("claim:forecast--pro", "ka:region", "region:midden-brabant"), ("claim:forecast--pro", "ka:workEnvironment", "work-environment:large-scale-distribution"),
         ("claim:forecast--pro", "ka:vintage", '"2026"'), ("claim:forecast--pro", "ka:scenario", '"laag"'), ("claim:forecast--pro", "ka:period", '"2026-2035"'), ("claim:forecast--pro", "ka:demandHa", "10")],
    ),
    "balances": (
        {"balance_id": "bal", "region": "midden-brabant", "work_environment": "circular", "vintage": "2026", "period": "2026-2035", "demand_ha": "10", "hard_supply_ha": "4", "soft_supply_ha": "2.5", "forecast": "pro"},
        [("claim:balance--bal", "rdf:type", "ka:SupplyDemandBalance"), ("claim:balance--bal", "ka:demandHa", "10"), ("claim:balance--bal", "ka:hardSupplyHa", "4"), ("claim:balance--bal", "ka:softSupplyHa", "2.5"),
         ("claim:balance--bal", "ka:basedOnForecast", "claim:forecast--pro")],
    ),
    "space_demands": (
        {"demand_id": "vra", "stage": "a3", "region": "midden-brabant", "work_environment": "circular", "vintage": "2026", "period": "2026-2035", "demand_ha": "3", "programmed_ha": "1", "agreement": "afs"},
        [("claim:space-demand--vra", "rdf:type", "ka:SpaceDemand"), ("claim:space-demand--vra", "ka:demandingStage", "stage:a3"), ("claim:space-demand--vra", "ka:demandHa", "3"),
         ("claim:space-demand--vra", "ka:programmedHa", "1"), ("claim:space-demand--vra", "ka:agreedIn", "document:afs")],
    ),
    "region_figures": (
        {"region": "west-brabant", "indicator": "jobs", "value": "100", "unit": "jobs", "period": "2024"},
        [("claim:region-figure--west-brabant--jobs--2024--testbron", "rdf:type", "ka:RegionFigure"), ("claim:region-figure--west-brabant--jobs--2024--testbron", "ka:region", "region:west-brabant"),
         ("claim:region-figure--west-brabant--jobs--2024--testbron", "ka:figureIndicator", "indicator:jobs"), ("claim:region-figure--west-brabant--jobs--2024--testbron", "ka:period", '"2024"')],
    ),
    "requirements": (
        {"stage": "a3", "needs_kind": "quality", "needs": "quay"},
        [("claim:requirement--a3--quality--quay--testbron", "rdf:type", "ka:StageRequirement"), ("claim:requirement--a3--quality--quay--testbron", "ka:requiringStage", "stage:a3"),
         ("claim:requirement--a3--quality--quay--testbron", "ka:requiredQuality", "quality:quay")],
    ),
    "plots": (
        {"plot_id": "kav", "name": "Kavel", "register_id": "", "park": "1001", "workflow_status": "definitief", "status": "issued", "owner_type": "gemeente", "area_ha": "3", "area_m2": "",
         "issued_to": "Iemand (verzonnen)", "issued_since": "1999", "obsolescence": "geen", "category": "4.2", "occupant": "e01;e02", "wkt": AREA},
        [("plot:kav", "rdf:type", "ka:Plot"), ("plot:kav", "ka:plotOf", "park:1001"), ("plot:kav", "ka:plotStatus", "plot-status:issued"), ("plot:kav", "ka:areaHa", "3"),
         ("plot:kav", "geo:hasDefaultGeometry", "geometry:plot-kav"), ("plot:kav", "ka:plotOwnerType", '"gemeente"'), ("plot:kav", "ka:issuedTo", '"Iemand (verzonnen)"'), ("plot:kav", "ka:issuedSince", '"1999"'), ("plot:kav", "ka:plotObsolescence", '"geen"'), ("plot:kav", "ka:plotCategory", "environmental-category:4-2"),
         ("establishment:e01", "ka:onPlot", "plot:kav"), ("establishment:e02", "ka:onPlot", "plot:kav")],
    ),
    "quays": (
        {"quay_id": "kad", "name": "Kade", "park": "1006", "length_m": "200"},
        [("quay:kad", "rdf:type", "ka:Quay"), ("quay:kad", "ka:quayAt", "park:1006"), ("quay:kad", "ka:quayLengthM", "200"), ("quay:kad", "rdfs:label", '"Kade"')],
    ),
    "quay_use": (
        {"quay": "kad", "establishment": "e01", "transhipment": "false", "needs_water": "true"},
        [("claim:quay-use--kad--e01--testbron", "rdf:type", "ka:QuayUse"), ("claim:quay-use--kad--e01--testbron", "ka:usedQuay", "quay:kad"), ("claim:quay-use--kad--e01--testbron", "ka:occupiedBy", "establishment:e01"),
         ("claim:quay-use--kad--e01--testbron", "ka:transhipment", "false"), ("claim:quay-use--kad--e01--testbron", "ka:needsWaterAccess", "true")],
    ),
    "environmental": (
        {"kind": "offered", "thing": "1001", "category": "4.2"},
        [("claim:category--offered--1001--testbron", "rdf:type", "ka:CategoryClaim"), ("claim:category--offered--1001--testbron", "ka:claimedFor", "park:1001"),
         ("claim:category--offered--1001--testbron", "ka:claimedCategory", "environmental-category:4-2"), ("park:1001", "ka:offeredCategory", "environmental-category:4-2")],
    ),
    "potentials": (
        {"park": "1001", "quality": "quay", "amount": "140", "unit": "m"},
        [("claim:potential--1001--quay--testbron", "rdf:type", "ka:UnusedPotential"), ("claim:potential--1001--quay--testbron", "ka:atLocation", "park:1001"), ("claim:potential--1001--quay--testbron", "ka:potentialOf", "quality:quay"),
         ("claim:potential--1001--quay--testbron", "ka:value", "140"), ("claim:potential--1001--quay--testbron", "ka:unit", '"m"')],
    ),
    "designations": (
        {"park": "1001", "status": "candidate", "ground_kind": "chain", "ground": "alfa", "document": "doc"},
        [("claim:designation--1001--chain--alfa--testbron", "rdf:type", "ka:StrategicDesignation"), ("claim:designation--1001--chain--alfa--testbron", "ka:designationStatus", "designation-status:candidate"),
         ("claim:designation--1001--chain--alfa--testbron", "ka:ground", "chain:alfa")],
    ),
    "protections": (
        {"park": "1001", "document": "doc", "quality": "quay;water-access", "passage": "p"},
        [("claim:protection--1001--doc--testbron", "rdf:type", "ka:Protection"), ("claim:protection--1001--doc--testbron", "ka:protectedLocation", "park:1001"), ("claim:protection--1001--doc--testbron", "ka:setOutIn", "document:doc"),
         ("claim:protection--1001--doc--testbron", "ka:protectedQuality", "quality:water-access"), ("claim:protection--1001--doc--testbron", "ka:passage", '"p"')],
    ),
    "zone_coverage": (
        {"zone": "zon", "park": "1001", "coverage": "partly", "decided_in": "doc"},
        [("claim:zone-coverage--zon--1001--doc", "rdf:type", "ka:ZoneCoverage"), ("claim:zone-coverage--zon--1001--doc", "ka:coveringZone", "zone:zon"), ("claim:zone-coverage--zon--1001--doc", "ka:atLocation", "park:1001"),
         ("claim:zone-coverage--zon--1001--doc", "ka:coverage", '"partly"'), ("claim:zone-coverage--zon--1001--doc", "ka:decidedIn", "document:doc")],
    ),
    "function_changes": (
        {"change_id": "wij", "park": "1001", "changed_to": "wonen", "area_ha": "5", "quality": "quay;water-access", "replacement_park": "1003", "replacement_ha": "3", "replacement_agreement": "afs"},
        [("claim:function-change--wij", "rdf:type", "ka:FunctionChange"), ("claim:function-change--wij", "ka:lostQuality", "quality:water-access"), ("claim:function-change--wij", "ka:replacedBy", "claim:replacement--wij"),
         ("claim:replacement--wij", "rdf:type", "ka:ReplacementSpace"), ("claim:replacement--wij", "ka:atLocation", "park:1003"), ("claim:replacement--wij", "ka:areaHa", "3"), ("claim:replacement--wij", "ka:agreedIn", "document:afs"),
         ("claim:replacement--wij", "ka:evidenceLevel", "evidence:estimated")],
    ),
    "zones": (
        {"zone_id": "zon", "version": "1", **LABELS, "decided_in": "doc", "note": "n", "wkt": AREA},
        [("claim:zone-version--zon--1", "ka:zoneGeometry", "geometry:zone-zon-1"), ("zone:zon", "rdf:type", "ka:RegulatoryZone"), ("claim:zone-version--zon--1", "rdf:type", "ka:ZoneVersion"), ("claim:zone-version--zon--1", "ka:versionOf", "zone:zon"), ("claim:zone-version--zon--1", "ka:decidedIn", "document:doc")],
    ),
    "cluster_locations": (
        {"park": "1001", "decided_in": "doc", "multimodal": "true"},
        [("claim:cluster-location--1001--doc", "rdf:type", "ka:ClusterLocation"), ("claim:cluster-location--1001--doc", "ka:atLocation", "park:1001"), ("claim:cluster-location--1001--doc", "ka:decidedIn", "document:doc"),
         ("claim:cluster-location--1001--doc", "ka:multimodal", "true")],
    ),
    "logistics_tests": (
        {"establishment": "e01", "parcel_ha": "3.0", "large_buildings": "true", "mainly_logistics": "true", "high_impact": "false"},
        [("claim:logistics-test--e01--testbron", "rdf:type", "ka:LogisticsTest"), ("claim:logistics-test--e01--testbron", "ka:parcelHa", "3"), ("claim:logistics-test--e01--testbron", "ka:largeBuildings", "true"),
         ("claim:logistics-test--e01--testbron", "ka:mainlyLogistics", "true"), ("claim:logistics-test--e01--testbron", "ka:highImpact", "false")],
    ),
    "projects": (
        {"project_id": "prj", "kind": "restructuring", "name": "Project", "municipality": "GM0772", "park": "1001", "phase": "draft", "gross_ha": "8", "reissuable_ha": "3", "planned_since": "2019-05", "starts": "2026", "ends": "2028", "commitment": "agreed",
         "agreement": "afs", "work_environment": "circular", "chain": "alfa", "stage": "a3", "task": "climate", "goal": "C", "interest": "economic;social"},
        [("project:prj", "rdf:type", "ka:RestructuringProject"), ("project:prj", "rdfs:label", '"Project"'), ("project:prj", "ka:projectIn", "municipality:gm0772"), ("project:prj", "ka:projectAt", "park:1001"),
         ("project:prj", "ka:planPhase", "plan-phase:draft"), ("project:prj", "ka:grossHa", "8"), ("project:prj", "ka:reissuableHa", "3"), ("project:prj", "ka:plannedSince", "2019-05-01"), ("project:prj", "ka:startsOn", "2026-01-01"), ("project:prj", "ka:endsOn", "2028-12-31"), ("project:prj", "ka:commitmentLevel", "commitment-level:agreed"),
         ("project:prj", "ka:agreedIn", "document:afs"), ("project:prj", "ka:workEnvironment", "work-environment:circular"), ("project:prj", "ka:targetsChain", "chain:alfa"), ("project:prj", "ka:targetsStage", "stage:a3"),
         ("project:prj", "ka:servesTask", "societal-task:climate"), ("project:prj", "ka:servesGoal", "policy-goal:c"), ("project:prj", "ka:hasInterest", "provincial-interest:social")],
    ),
    "obstacles": (
        {"project": "prj", "obstacle": "finance", "rationale": "r"},
        [("claim:obstacle--prj--finance--testbron", "rdf:type", "ka:ObstacleReport"), ("claim:obstacle--prj--finance--testbron", "ka:obstructedProject", "project:prj"), ("claim:obstacle--prj--finance--testbron", "ka:reportedObstacle", "obstacle:finance")],
    ),
    "obsolescence": (
        {"park": "1001", "part": "Oostzijde (A)", "area_ha": "8", "cause": "leeg"},
        [("claim:obsolescence--1001--oostzijde-a--testbron", "rdf:type", "ka:Obsolescence"), ("claim:obsolescence--1001--oostzijde-a--testbron", "ka:atLocation", "park:1001"), ("claim:obsolescence--1001--oostzijde-a--testbron", "ka:part", '"Oostzijde (A)"'),
         ("claim:obsolescence--1001--oostzijde-a--testbron", "ka:areaHa", "8"), ("claim:obsolescence--1001--oostzijde-a--testbron", "ka:cause", '"leeg"')],
    ),
    "party_roles": (
        {"party": "o01", "project": "prj", "role": "trekker"},
        [("claim:party-role--o01--prj--trekker--testbron", "rdf:type", "ka:PartyRole"), ("claim:party-role--o01--prj--trekker--testbron", "ka:party", "organisation:o01"), ("claim:party-role--o01--prj--trekker--testbron", "ka:roleInProject", "project:prj"),
         ("claim:party-role--o01--prj--trekker--testbron", "ka:partyRole", '"trekker"')],
    ),
    "coordination_tables": (
        {"table_id": "taf", **LABELS, "form": "across-border", "region": "PV30;midden-brabant", "document": "doc", "passage": "p"},
        [("table:taf", "rdf:type", "ka:CoordinationTable"), ("table:taf", "ka:tableForm", "coordination-form:across-border"), ("table:taf", "ka:region", "province:pv30"), ("table:taf", "ka:setOutIn", "document:doc")],
    ),
    "rounds": (
        {"round_id": "ron", **LABELS, "table": "taf", "held_on": "2026-02-10"},
        [("round:ron", "rdf:type", "ka:CoordinationRound"), ("round:ron", "ka:roundOf", "table:taf"), ("round:ron", "ka:heldOn", "2026-02-10")],
    ),
    "issues": (
        {"issue_id": "vrg", **LABELS, "form": "within-brabant", "status": "stalled", "topic": "defence", "table": "taf", "stalled_since": "2026-03-01", "arises_in": "midden-brabant", "reason": "r", "party": "o01", "party_region": "PV30",
         "taken_up_by": "o02", "taken_up_by_region": "west-brabant", "chain": "alfa", "work_environment": "logistics", "demand_ha": "20", "candidate_park": "1001;1003", "intervention": "subsidy;project-decision",
         "notifiable_under": "doc", "notified_under": "doc", "notified_on": "2026-04-01"},
        [("issue:vrg", "rdf:type", "ka:CoordinationIssue"), ("issue:vrg", "ka:issueForm", "coordination-form:within-brabant"), ("issue:vrg", "ka:issueStatus", "issue-status:stalled"), ("issue:vrg", "ka:issueTopic", "issue-topic:defence"),
         ("issue:vrg", "ka:onTable", "table:taf"), ("issue:vrg", "ka:stalledSince", "2026-03-01"), ("issue:vrg", "ka:arisesIn", "region:midden-brabant"), ("issue:vrg", "ka:reason", '"r"'), ("issue:vrg", "ka:issueParty", "organisation:o01"),
         ("issue:vrg", "ka:issueParty", "province:pv30"), ("issue:vrg", "ka:takenUpBy", "organisation:o02"), ("issue:vrg", "ka:takenUpBy", "region:west-brabant"), ("issue:vrg", "ka:concernsChain", "chain:alfa"), ("issue:vrg", "ka:demandHa", "20"),
         ("issue:vrg", "ka:atLocation", "park:1003"), ("issue:vrg", "ka:availableIntervention", "instrument:project-decision"), ("issue:vrg", "ka:notifiableUnder", "document:doc"), ("issue:vrg", "ka:notifiedUnder", "document:doc"), ("issue:vrg", "ka:notifiedOn", "2026-04-01")],
    ),
    "decisions": (
        {"round": "ron", "issue": "vrg", "text": "t", "action": "act", "due": "2026-06", "done": "2026-05-20"},
        [("claim:decision--ron--vrg", "rdf:type", "ka:CoordinationDecision"), ("claim:decision--ron--vrg", "ka:decidedInRound", "round:ron"), ("claim:decision--ron--vrg", "ka:onIssue", "issue:vrg"),
         ("claim:decision--ron--vrg", "ka:decisionText", '"t"'), ("claim:decision--ron--vrg", "ka:followedUpBy", "action:act"), ("claim:decision--ron--vrg", "ka:followUpDue", "2026-06-30"),
         ("claim:decision--ron--vrg", "ka:followUpDone", "2026-05-20")],
    ),
    "shifts": (
        {"shift_id": "ver", "from_region": "midden-brabant", "to_region": "west-brabant", "work_environment": "logistics", "demand_ha": "15", "signal": "s"},
        [("claim:shift--ver", "rdf:type", "ka:DemandShift"), ("claim:shift--ver", "ka:shiftFrom", "region:midden-brabant"), ("claim:shift--ver", "ka:shiftTo", "region:west-brabant"), ("claim:shift--ver", "ka:demandHa", "15"), ("claim:shift--ver", "ka:rationale", '"s"')],
    ),
    "assessments": (
        {"assessment_id": "ass", "establishment": "e01", "lead": "lea", "phase": "planning", "framework": "doc"},
        [("claim:assessment--ass", "rdf:type", "ka:RegionalValueAssessment"), ("claim:assessment--ass", "ka:assessedEstablishment", "establishment:e01"), ("claim:assessment--ass", "ka:assessedLead", "claim:lead--lea"), ("claim:assessment--ass", "ka:assessmentPhase", "assessment-phase:planning")],
    ),
    "findings": (
        {"finding_id": "bev", "assessment": "ass", "category": "societal-value", "pole": "mixed", "rationale": "r"},
        [("claim:finding--bev", "rdf:type", "ka:CategoryScore"), ("claim:finding--bev", "ka:findingOf", "claim:assessment--ass"), ("claim:finding--bev", "ka:findingCategory", "effect-category:societal-value"),
         ("claim:finding--bev", "ka:findingPole", "effect-pole:mixed"), ("claim:finding--bev", "ka:rationale", '"r"')],
    ),
    "evidence_items": (
        {"item_id": "bew", "finding": "bev", "indicator": "jobs", "value": "100", "unit": "jobs", "rationale": "r"},
        [("claim:evidence-item--bew", "rdf:type", "ka:EvidenceItem"), ("claim:evidence-item--bew", "ka:supportsFinding", "claim:finding--bev"), ("claim:evidence-item--bew", "ka:measuredBy", "indicator:jobs"), ("claim:evidence-item--bew", "ka:value", "100")],
    ),
    "criteria": (
        {"criterion_id": "cri", "scope_kind": "municipality", "scope": "GM0772", "category": "scarce-factors;societal-value", "text": "t", "phase": "planning", "work_environment": "circular", "verifiable": "true", "indicator": "jobs", "document": "doc"},
        [("claim:criterion--cri", "rdf:type", "ka:AllocationCriterion"), ("claim:criterion--cri", "ka:criterionOf", "municipality:gm0772"), ("claim:criterion--cri", "ka:criterionCategory", "effect-category:societal-value"),
         ("claim:criterion--cri", "ka:criterionText", '"t"'), ("claim:criterion--cri", "ka:isVerifiable", "true"), ("claim:criterion--cri", "ka:measuredBy", "indicator:jobs"), ("claim:criterion--cri", "ka:setOutIn", "document:doc")],
    ),
    "applications": (
        {"scope_kind": "region", "scope": "midden-brabant", "phase": "programming", "framework": "doc"},
        [("claim:application--region--midden-brabant--programming--testbron", "rdf:type", "ka:FrameworkApplication"), ("claim:application--region--midden-brabant--programming--testbron", "ka:appliedBy", "region:midden-brabant"),
         ("claim:application--region--midden-brabant--programming--testbron", "ka:assessmentPhase", "assessment-phase:programming")],
    ),
    "successions": (
        {"establishment": "e01", "kind": "relocated", "successor": "e02"},
        [("claim:succession--e01--e02--testbron", "rdf:type", "ka:Succession"), ("claim:succession--e01--e02--testbron", "ka:succeededEstablishment", "establishment:e01"),
         ("claim:succession--e01--e02--testbron", "ka:succeedingEstablishment", "establishment:e02"), ("claim:succession--e01--e02--testbron", "ka:successionKind", '"relocated"'), ("establishment:e01", "ka:relocatedTo", "establishment:e02")],
    ),
    "factor_use": (
        {"establishment": "e01", "factor": "energy", "value": "900", "unit": "MWh", "period": "2025"},
        [("claim:factor-use--e01--energy--2025--testbron", "rdf:type", "ka:FactorUse"), ("claim:factor-use--e01--energy--2025--testbron", "ka:usingEstablishment", "establishment:e01"), ("claim:factor-use--e01--energy--2025--testbron", "ka:factor", "production-factor:energy"),
         ("claim:factor-use--e01--energy--2025--testbron", "ka:value", "900"), ("claim:factor-use--e01--energy--2025--testbron", "ka:unit", '"MWh"')],
    ),
    "contributions": (
        {"establishment": "e01", "task": "climate", "rationale": "r"},
        [("claim:contribution--e01--climate--testbron", "rdf:type", "ka:TaskContribution"), ("claim:contribution--e01--climate--testbron", "ka:contributor", "establishment:e01"), ("claim:contribution--e01--climate--testbron", "ka:servesTask", "societal-task:climate")],
    ),
    "leads": (
        {"lead_id": "lea", **LABELS, "quality": "quay;rail-access", "work_environment": "circular", "stage": "a3", "area_ha": "4"},
        [("claim:lead--lea", "rdf:type", "ka:AcquisitionLead"), ("claim:lead--lea", "ka:wantedQuality", "quality:rail-access"), ("claim:lead--lea", "ka:targetsStage", "stage:a3"), ("claim:lead--lea", "ka:areaHa", "4")],
    ),
    "facet_indicators": (
        {"facet": "origin", "indicator": "jobs", "rationale": "r"},
        [("claim:facet-indicator--origin--jobs--testbron", "rdf:type", "ka:FacetIndicator"), ("claim:facet-indicator--origin--jobs--testbron", "ka:ofFacet", "added-value-facet:origin"),
         ("claim:facet-indicator--origin--jobs--testbron", "ka:measuredBy", "indicator:jobs"), ("claim:facet-indicator--origin--jobs--testbron", "ka:rationale", '"r"')],
    ),
    "work_environments": (
        {"park": "1001", "work_environment": "circular"},
        [("claim:work-environment--1001--circular--testbron", "rdf:type", "ka:LocationWorkEnvironment"), ("claim:work-environment--1001--circular--testbron", "ka:atLocation", "park:1001"),
         ("claim:work-environment--1001--circular--testbron", "ka:workEnvironment", "work-environment:circular")],
    ),
    "stage_figures": (
        {"stage": "a3", "indicator": "value-added", "region": "midden-brabant", "value": "-1.5", "unit": "x", "period": "2025"},
        [("claim:stage-figure--a3--value-added--midden-brabant--2025--testbron", "rdf:type", "ka:StageFigure"), ("claim:stage-figure--a3--value-added--midden-brabant--2025--testbron", "ka:figureOf", "stage:a3"),
         ("claim:stage-figure--a3--value-added--midden-brabant--2025--testbron", "ka:figureIndicator", "indicator:value-added"), ("claim:stage-figure--a3--value-added--midden-brabant--2025--testbron", "ka:value", "-1.5")],
    ),
    "flows": (
        {"from_place": "GM0772", "to_place": "midden-brabant", "kind": "goods", "value": "12.5", "unit": "ton", "period": "2024", "mode": "Binnenvaart", "resource": "zand", "places": "GM0772-midden-brabant"},
        [("claim:flow--gm0772-midden-brabant--goods--binnenvaart--zand--2024--testbron", "rdf:type", "ka:Flow"), ("claim:flow--gm0772-midden-brabant--goods--binnenvaart--zand--2024--testbron", "ka:fromMunicipality", "municipality:gm0772"),
         ("claim:flow--gm0772-midden-brabant--goods--binnenvaart--zand--2024--testbron", "ka:toRegion", "region:midden-brabant"), ("claim:flow--gm0772-midden-brabant--goods--binnenvaart--zand--2024--testbron", "ka:flowKind", "flow-kind:goods"),
         ("claim:flow--gm0772-midden-brabant--goods--binnenvaart--zand--2024--testbron", "ka:value", "12.5"), ("claim:flow--gm0772-midden-brabant--goods--binnenvaart--zand--2024--testbron", "ka:flowMode", '"Binnenvaart"'),
         ("claim:flow--gm0772-midden-brabant--goods--binnenvaart--zand--2024--testbron", "ka:resource", '"zand"@nl')],
    ),
}  # fmt: skip

WITHOUT_EVIDENCE = {"elaborations", "indicator_sources"}
"""Tables of links that have no evidence level of their own."""

GOOD = {name: {**row, **(SOURCED if name in WITHOUT_EVIDENCE else CLAIMED)} for name, (row, _) in ROWS.items()}
SAYS = {name: said for name, (_, said) in ROWS.items()}
