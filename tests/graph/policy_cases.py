"""Cases for the shapes on policy, programming, assessment, projects and dates: a good fact, and how it goes wrong."""

GREEN = """
:doc a ka:PolicyDocument . :est a ka:Establishment . :loc a ka:WorkLocation . :stage a ka:ChainStage . :x a skos:Concept .
:est a ka:Establishment ; rdfs:label "e" ; dct:source :src ; ka:inMunicipality :mun . :org ka:hasEstablishment :est .
:org a ka:Organisation . :mun a ka:Municipality .
:chain a ka:ValueChain ; rdfs:label "k"@nl , "c"@en ; skos:definition "k"@nl , "c"@en ; ka:status "v"@nl ; owl:versionInfo "1" ;
  dct:source :src ; ka:hasStage :stage , :next .
:stage rdfs:label "s"@nl , "s"@en ; ka:position 1 .
:src a ka:Source ; foaf:page :page ; ka:retrievedOn "2026-01-01"^^xsd:date ; dct:license "x" .
:kind a ka:VisionKind . :role a ka:Involvement .
:vision a ka:RegionalVision ; ka:visionKind :kind ; ka:region :reg ; ka:provincialInvolvement :role .
:naming a ka:PriorityNaming ; ka:inVision :vision ; ka:namedPriority :x ; ka:passage "p" .
:theme a ka:PolicyTheme . :action a ka:PolicyAction ; ka:inTheme :theme ; ka:setOutIn :doc ; ka:measuredBy :ind .
:said a ka:PolicyStatement ; ka:setOutIn :doc ; ka:passage "p" .
:agrees a ka:AlignmentKind . :al a ka:AlignmentStatement ; ka:alignedAction :action ; ka:alignedStatement :said ; ka:alignmentKind :agrees .
:close a ka:MappingKind .
:map a ka:Mapping ; ka:mappedSubject :x ; ka:mappedObject :y ; ka:mappingKind :close ; ka:confidence 0.7 ; ka:justification "j" .
:code a ka:IndustryCode ; skos:inScheme :sbi ; skos:notation "26" .
:fc a ka:Forecast ; ka:region :reg ; ka:vintage "2026" ; ka:period "2040" ; ka:demandHa 10.0 .
:bal a ka:SupplyDemandBalance ; ka:region :reg ; ka:vintage "2026" ; ka:demandHa 10.0 .
:dem a ka:SpaceDemand ; ka:demandingStage :stage ; ka:demandHa 3.0 .
:req a ka:StageRequirement ; ka:requiringStage :stage .
:zone a ka:RegulatoryZone . :zv a ka:ZoneVersion ; ka:versionOf :zone ; ka:decidedIn :doc .
:cl a ka:ClusterLocation ; ka:atLocation :loc ; ka:decidedIn :doc .
:lt a ka:LogisticsTest ; ka:testedEstablishment :est ; ka:parcelHa 3.0 .
:cat a ka:EffectCategory . :pole a ka:EffectPole .
:lead a ka:AcquisitionLead .
:prof a ka:RegionalValueAssessment ; ka:assessedEstablishment :est ; ka:hasFinding :f1 , :f2 , :f3 , :f4 .
:f1 a ka:CategoryScore ; ka:findingOf :prof ; ka:findingCategory :cat ; ka:findingPole :pole ; ka:rationale "r" .
:crit a ka:AllocationCriterion ; ka:criterionCategory :cat ; ka:criterionText "t" ; ka:measuredBy :ind .
:cand a ka:DesignationStatus . :des a ka:StrategicDesignation ; ka:atLocation :loc ; ka:designationStatus :cand ; ka:ground :x .
:chg a ka:FunctionChange ; ka:atLocation :loc ; ka:areaHa 2.0 ; ka:replacedBy :rep .
:q a ka:SpatialQuality . :pot a ka:UnusedPotential ; ka:atLocation :loc ; ka:potentialOf :q .
:phase a ka:PlanPhase . :proj a ka:AreaProject ; ka:planPhase :phase ; rdfs:label "p" ; dct:source :src ; ka:grossHa 5.0 .
:ob a ka:Obstacle . :obr a ka:ObstacleReport ; ka:obstructedProject :proj ; ka:reportedObstacle :ob .
:ins a ka:Instrument . :use a ka:InstrumentUse ; ka:usedInstrument :ins ; ka:usedFor :proj .
:form a ka:CoordinationForm . :state a ka:IssueStatus . :issue a ka:CoordinationIssue ; ka:issueForm :form ; ka:issueStatus :state .
:round a ka:CoordinationRound . :dec a ka:CoordinationDecision ; ka:onIssue :issue ; ka:decidedInRound :round .
"""
"""Facts about which no shape has anything to say."""

# part of GREEN, what it becomes, the Dutch message that must follow
RED = [
    ("ka:visionKind :kind ;", "", "Een regionale visie is van één soort."),
    ("ka:visionKind :kind ; ka:region :reg ;", "ka:visionKind :kind ;", "Een regionale visie hoort bij een regio."),
    ("; ka:provincialInvolvement :role", "", "Het is niet bekend hoe de provincie bij de visie betrokken is."),
    ("ka:inVision :vision", "ka:inVision :doc", "Een benoemde prioriteit hoort bij één visie."),
    ("ka:namedPriority :x", "ka:namedPriority :x , :y", "Een benoemde prioriteit noemt één keten, coalitie of doel."),
    ('ka:namedPriority :x ; ka:passage "p"', "ka:namedPriority :x", "De passage waarin de visie dit noemt ontbreekt."),
    ("ka:inTheme :theme ;", "", "Een actie hoort bij een thema."),
    ("ka:inTheme :theme ; ka:setOutIn :doc", "ka:inTheme :theme", "Een actie noemt het document waar zij in staat."),
    ("ka:setOutIn :doc ; ka:measuredBy :ind", "ka:setOutIn :doc", "Voor deze actie is nog geen indicator gekozen."),
    ("ka:PolicyStatement ; ka:setOutIn :doc ;", "ka:PolicyStatement ;", "Een beleidsuitspraak noemt haar document."),
    ('ka:setOutIn :doc ; ka:passage "p"', "ka:setOutIn :doc", "Een beleidsuitspraak noemt haar vindplaats."),
    ("ka:alignedAction :action ;", "", "Een aansluiting noemt één actie."),
    ("ka:alignedStatement :said", "ka:alignedStatement :doc", "Een aansluiting noemt één nationale uitspraak."),
    ("; ka:alignmentKind :agrees", "", "Een aansluiting zegt hoe de twee zich verhouden."),
    ("ka:mappedSubject :x ;", "", "Een koppeling gaat uit van één begrip."),
    ("ka:mappedObject :y ;", "ka:mappedObject :y , :x ;", "Een koppeling leidt naar één begrip."),
    ("ka:mappingKind :close ;", "ka:mappingKind :x ;", "Een koppeling zegt in welke mate de begrippen overeenkomen."),
    ("ka:confidence 0.7", "ka:confidence 1.2", "Een koppeling heeft een zekerheid van 0 tot 1."),
    ('; ka:justification "j"', "", "Een koppeling heeft een motivering."),
    ("skos:inScheme :sbi ;", "", "Een bedrijfstakcode noemt de indeling en haar versie."),
    ('skos:notation "26"', 'skos:notation "26" , "27"', "Een bedrijfstakcode heeft één code."),
    ("ka:Forecast ; ka:region :reg ;", "ka:Forecast ;", "Een prognose noemt haar regio."),
    ('ka:vintage "2026" ; ka:period "2040"', 'ka:period "2040"', "Een prognose noemt haar jaargang."),
    ('ka:period "2040" ;', "", "Een prognose noemt haar horizon."),
    ("ka:demandHa 10.0 .\n:bal", 'ka:demandHa "veel" .\n:bal', "Een prognose heeft één ruimtevraag in hectare."),
    ("ka:SupplyDemandBalance ; ka:region :reg ;", "ka:SupplyDemandBalance ;", "Een balans noemt haar regio."),
    ('ka:vintage "2026" ; ka:demandHa 10.0 .\n:dem', "ka:demandHa 10.0 .\n:dem", "Een balans noemt haar jaargang."),
    (
        'ka:vintage "2026" ; ka:demandHa 10.0 .\n:dem',
        'ka:vintage "2026" .\n:dem',
        "De ruimtevraag van deze balans is onbekend.",
    ),
    ("ka:demandingStage :stage ;", "", "Een ruimtevraag hoort bij één schakel."),
    ("ka:demandHa 3.0", "ka:demandHa 3.0 , 4.0", "Een ruimtevraag heeft één omvang in hectare."),
    ("ka:requiringStage :stage", "ka:requiringStage :loc", "Een eis hoort bij één schakel."),
    ("ka:versionOf :zone ;", "", "Een versie hoort bij één werkingsgebied."),
    (
        "ka:versionOf :zone ; ka:decidedIn :doc",
        "ka:versionOf :zone",
        "Een versie noemt het besluit dat haar vaststelde.",
    ),
    ("ka:ClusterLocation ; ka:atLocation :loc ;", "ka:ClusterLocation ;", "Een aanwijzing geldt voor één werklocatie."),
    ("ka:atLocation :loc ; ka:decidedIn :doc", "ka:atLocation :loc", "Een aanwijzing noemt haar besluit."),
    ("ka:testedEstablishment :est ;", "", "Een toets gaat over één vestiging."),
    ("ka:parcelHa 3.0", "ka:parcelHa 0.0", "Een perceel heeft één oppervlakte, groter dan nul."),
    ("; ka:parcelHa 3.0", "", "De oppervlakte van het perceel is onbekend."),
    ("ka:assessedEstablishment :est ;", "", "Een profiel gaat over een vestiging of een acquisitielead."),
    (
        "ka:assessedEstablishment :est ;",
        "ka:assessedEstablishment :est , :org ;",
        "Een profiel gaat over één vestiging.",
    ),
    ("ka:assessedEstablishment :est ;", "ka:assessedLead :lead , :org ;", "Een profiel gaat over één acquisitielead."),
    (":f3 , :f4", ":f3", "Een profiel zegt iets over alle vier de categorieën, of zegt dat er een niet is beoordeeld."),
    ("ka:findingOf :prof ;", "", "Een bevinding hoort bij één profiel."),
    ("ka:findingCategory :cat ;", "", "Een bevinding gaat over één categorie."),
    ("ka:findingPole :pole ;", "", "Een bevinding wijst naar één pool, of zegt dat niet is beoordeeld."),
    ('; ka:rationale "r"', "", "Een bevinding heeft een motivering."),
    ("ka:criterionCategory :cat ;", "", "Een criterium berust op een effectcategorie."),
    ('ka:criterionText "t" ;', "", "Een criterium heeft een tekst."),
    (
        'ka:criterionText "t" ; ka:measuredBy :ind',
        'ka:criterionText "t"',
        "Een criterium zonder indicator is niet toetsbaar.",
    ),
    (
        "ka:StrategicDesignation ; ka:atLocation :loc ;",
        "ka:StrategicDesignation ;",
        "Een strategische aanduiding geldt voor één werklocatie.",
    ),
    ("ka:designationStatus :cand ;", "ka:designationStatus :x ;", "Een strategische aanduiding heeft één status."),
    ("; ka:ground :x", "", "Een strategische aanduiding noemt ten minste één grond."),
    (
        "ka:FunctionChange ; ka:atLocation :loc ;",
        "ka:FunctionChange ;",
        "Een functiewijziging gaat over één werklocatie.",
    ),
    ("ka:areaHa 2.0", "ka:areaHa -2.0", "Een verlies in hectare is niet negatief."),
    ("; ka:replacedBy :rep", "", "Er is geen vervangende ruimte bekend; dit is geen overtreding."),
    (
        "ka:UnusedPotential ; ka:atLocation :loc ;",
        "ka:UnusedPotential ;",
        "Een onbenut potentieel hoort bij één werklocatie.",
    ),
    ("ka:potentialOf :q", "ka:potentialOf :x", "Een onbenut potentieel noemt één kwaliteit."),
    ("ka:planPhase :phase ;", "ka:planPhase :phase , :form ;", "Een project heeft hoogstens één planfase."),
    ("ka:planPhase :phase ;", "", "De planfase van het project is onbekend."),
    ('ka:planPhase :phase ; rdfs:label "p" ;', "ka:planPhase :phase ;", "Een project heeft een naam."),
    ('rdfs:label "p" ; dct:source :src ;', 'rdfs:label "p" ;', "Een project noemt zijn bron."),
    ("ka:grossHa 5.0", "ka:grossHa -5.0", "De oppervlakte van een project is niet negatief."),
    ("ka:obstructedProject :proj ;", "", "Een gemeld obstakel hoort bij één project."),
    ("ka:reportedObstacle :ob", "ka:reportedObstacle :x", "Een melding noemt één obstakel."),
    ("ka:usedInstrument :ins ;", "", "Een inzet noemt één instrument."),
    ("; ka:usedFor :proj", "", "Een inzet noemt waarvoor het instrument is gebruikt."),
    ("ka:issueForm :form ;", "", "Een vraagstuk heeft één vorm van afstemming."),
    ("; ka:issueStatus :state", "", "Een vraagstuk heeft één stand."),
    ("ka:onIssue :issue ;", "", "Een besluit gaat over één vraagstuk."),
    ("; ka:decidedInRound :round", "", "Een besluit valt in één ronde."),
    (":code a", ':code ka:validFrom "morgen" ; a', "Dit is geen datum."),
]

DATES = (
    "validFrom", "validTo", "observedOn", "retrievedOn", "since", "until", "closedOn", "adoptedOn", "confirmedOn",
    "plannedSince", "stalledSince", "notifiedOn", "heldOn", "lastDone", "nextDue",
)  # fmt: skip
"""Properties whose value must be a day."""
