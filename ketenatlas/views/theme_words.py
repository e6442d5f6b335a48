"""What each theme of the policy asks, in our own words, and the words around its figures and picture."""

from collections.abc import Mapping
from typing import Any

WORDS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "ValueChain": "waardeketens",
        "ChainStage": "schakels",
        "InnovationCoalition": "innovatiecoalities",
        "RegionalVision": "regionale visies",
        "EffectCategory": "hoofdcategorieën",
        "Facet": "facetten",
        "FacetIndicator": "facetten met een gekozen indicator",
        "RegionalValueAssessment": "profielen van vestigingen",
        "BusinessPark": "bedrijventerreinen",
        "LocationQuality": "genoemde kwaliteiten van terreinen",
        "SpatialQuality": "soorten kwaliteit",
        "Quay": "kades",
        "CoordinationTable": "afstemmingstafels",
        "CoordinationIssue": "vraagstukken op een tafel",
        "SupplyRelation": "leveringen",
        "OutsideRegion": "provincies en landen erbuiten",
        "RegulatoryZone": "werkingsgebieden",
        "PolicyCycle": "beleidscycli",
        "Forecast": "prognoses",
        "ClusterLocation": "aangewezen locaties",
        "RestructuringProject": "herstructureringsprojecten",
        "Obstacle": "soorten obstakel",
        "Instrument": "instrumenten",
        "EntryCondition": "voorwaarden om in te stappen",
        "SupplyDemandBalance": "balansen van vraag en aanbod",
        "DevelopmentProject": "plannen voor nieuwe terreinen",
        "InstrumentUse": "keren dat een instrument is ingezet",
        "KeyTechnology": "nationale technologieën en domeinen",
        "Mapping": "koppelingen",
        "PolicyStatement": "uitspraken van beleid",
        "AlignmentStatement": "oordelen over aansluiting",
        "Source": "bronnen",
        "Claim": "uitspraken met bewijs",
        "StageParticipation": "deelnames",
        "MunicipalityChange": "wijzigingen van gemeenten",
        "unknown": "onbekend",
        "demand": "vraag",
        "supply": "plannen",
        "of_question": "Uit het antwoord op vraag {question}, stand op {day}; aantal bronnen: {sources}.",
        "largest": "De {n} grootste van {all}; alle staan in de tabel.",
    },
    "en": {
        "ValueChain": "value chains",
        "ChainStage": "stages",
        "InnovationCoalition": "innovation coalitions",
        "RegionalVision": "regional visions",
        "EffectCategory": "main categories",
        "Facet": "facets",
        "FacetIndicator": "facets with an indicator chosen",
        "RegionalValueAssessment": "profiles of establishments",
        "BusinessPark": "business parks",
        "LocationQuality": "qualities named of parks",
        "SpatialQuality": "kinds of quality",
        "Quay": "quays",
        "CoordinationTable": "coordination tables",
        "CoordinationIssue": "issues on a table",
        "SupplyRelation": "supplies",
        "OutsideRegion": "provinces and countries outside",
        "RegulatoryZone": "regulatory zones",
        "PolicyCycle": "policy cycles",
        "Forecast": "forecasts",
        "ClusterLocation": "designated locations",
        "RestructuringProject": "restructuring projects",
        "Obstacle": "kinds of obstacle",
        "Instrument": "instruments",
        "EntryCondition": "conditions to step in",
        "SupplyDemandBalance": "balances of demand and supply",
        "DevelopmentProject": "plans for new parks",
        "InstrumentUse": "uses of an instrument",
        "KeyTechnology": "national technologies and domains",
        "Mapping": "mappings",
        "PolicyStatement": "statements of policy",
        "AlignmentStatement": "judgements of alignment",
        "Source": "sources",
        "Claim": "claims with evidence",
        "StageParticipation": "participations",
        "MunicipalityChange": "changes of municipalities",
        "unknown": "unknown",
        "demand": "demand",
        "supply": "plans",
        "of_question": "From the answer to question {question}, as of {day}; number of sources: {sources}.",
        "largest": "The {n} largest of {all}; all are in the table.",
    },
}

FIGURES: Mapping[str, Mapping[str, str]] = {
    "A1": {"ValueChain": "A1-01", "ChainStage": "A1-02", "InnovationCoalition": "A1-03", "RegionalVision": "A1-12"},
    "A2": {"EffectCategory": "A2-06", "Facet": "A2-06", "FacetIndicator": "A2-06", "RegionalValueAssessment": "A2-01"},
    "B1": {"BusinessPark": "B1-01", "LocationQuality": "B1-01", "SpatialQuality": "B1-01", "Quay": "B1-03"},
    "B2": {
        "CoordinationTable": "B2-01",
        "CoordinationIssue": "B2-01",
        "SupplyRelation": "B2-05",
        "OutsideRegion": "B2-05",
    },
    "B3": {"RegulatoryZone": "B3-06", "PolicyCycle": "B3-05", "Forecast": "B3-04", "ClusterLocation": "B3-03"},
    "C1": {"RestructuringProject": "C1-02", "Obstacle": "C1-04", "Instrument": "C1-04", "EntryCondition": "C1-04"},
    "C2": {
        "SupplyDemandBalance": "C2-02",
        "Forecast": "C2-02",
        "DevelopmentProject": "C2-01",
        "InstrumentUse": "C2-05",
    },
    "N": {"KeyTechnology": "N-01", "Mapping": "N-01", "PolicyStatement": "N-07", "AlignmentStatement": "N-02"},
    "X": {"Source": "X-01", "Claim": "X-01", "StageParticipation": "X-03", "MunicipalityChange": "X-04"},
}
"""Key figures of each theme: of which class the things are counted, and the question that leads to them."""

ASKED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "nl": {
        "A1": (
            "De provincie wil eerder meepraten als regio's een economische visie maken, en daar haar eigen doelen "
            "inbrengen: de innovatiecoalities en de ketens die voor Brabant tellen.",
            "Daarvoor moeten die ketens eerst in kaart: welke het zijn, waar de meeste waarde wordt toegevoegd en hoe "
            "zij aansluiten op kaders van het Rijk. Daarna volgt de ruimtelijke vertaling: waar zit elke schakel, en "
            "wat heeft de ene regio aan de andere?",
        ),
        "A2": (
            "Een nieuw of groter bedrijf moet meer doen dan ruimte vragen. De provincie wil dat regio's en gemeenten "
            "op vergelijkbare wijze afwegen wat een vestiging bijdraagt, bij de programmering, bij plannen en bij de "
            "uitgifte van grond.",
            "Het afwegingskader heeft vier hoofdcategorieën. Het is een hulpmiddel bij het gesprek, geen lijst om af "
            "te vinken; deze atlas geeft daarom een profiel met bewijs en nooit een rapportcijfer.",
        ),
        "B1": (
            "Sommige terreinen hebben iets wat elders niet te maken is: een kade, veel milieuruimte, ruimte voor grote "
            "gebouwen. De provincie wil met de regio's aanwijzen welke van bovenmatig belang zijn, en ze beter "
            "beschermen tegen verlies van hun functie en tegen onderbenutting.",
            "Verandert een terrein toch van functie, dan hoort er vervangende ruimte in de programmering.",
        ),
        "B2": (
            "Elke regio lost haar eigen opgaven op. Sommige vraagstukken passen daar niet in; die komen drie keer per "
            "jaar op bovenregionale tafels, zodat zij niet worden doorgeschoven.",
            "De provincie zoekt ook de buurprovincies en Vlaanderen op, en wil het Rijk met concrete voorstellen "
            "tegemoet treden, met de ketens als onderlegger.",
        ),
        "B3": (
            "Nieuwe grote distributiecentra mogen alleen op aangewezen plekken. De provincie evalueert dat "
            "werkingsgebied voortaan samen met de vierjaarlijkse prognoses, en publiceert elk jaar de cijfers.",
            "Vragen nieuwe afspraken om een ander werkingsgebied, dan loopt dat mee in de jaarlijkse wijziging van de "
            "verordening.",
        ),
        "C1": (
            "Verouderde terreinen vernieuwen levert ruimte op zonder nieuw land, maar komt moeizaam van de grond. De "
            "provincie vraagt haar uitvoerders om een voorstel en onderzoekt of een nieuwe partij nodig is.",
            "Daarnaast wil zij beter laten zien welke instrumenten er zijn en onder welke voorwaarden.",
        ),
        "C2": (
            "Nieuwe terreinen lopen vast op lange procedures, te weinig mensen, geld en weerstand. De provincie helpt "
            "waar haar inzet verschil maakt en er een provinciaal belang is.",
            "Gemeenten moeten vooraf weten welke instrumenten er zijn en wanneer de provincie instapt.",
        ),
        "N": (
            "Het Rijk noemt technologieën, domeinen en ruimte waar het voorrang aan geeft. Dit onderdeel legt Brabant "
            "daarnaast: welke coalities en ketens sluiten aan, welke acties geven er uitvoering aan, en waar wringt "
            "het?",
            "Een koppeling is geschat tot een partij haar bevestigt; een nationale visie bindt het Rijk zelf.",
        ),
        "X": (
            "Dit onderdeel vraagt niets van het beleid maar van de atlas zelf: waar komt een uitspraak vandaan, hoe "
            "zeker is zij, wat is er veranderd, en wat ontbreekt nog?",
        ),
    },
    "en": {
        "A1": (
            "The province wants to be at the table sooner when regions draw up an economic vision, and to bring its "
            "own goals there: the innovation coalitions and the chains that count for Brabant.",
            "For that the chains have to be mapped first: which they are, where most value is added and how they "
            "connect to frames of the State. Then comes the translation into space: where does each stage sit, and "
            "what does one region have in another?",
        ),
        "A2": (
            "A new or larger company must do more than ask for space. The province wants regions and municipalities "
            "to weigh in comparable ways what an establishment contributes: in programming, in plans and in the "
            "issue of land.",
            "The framework has four main categories. It helps a conversation and is no list to tick off; so this "
            "atlas gives a profile with evidence and never a mark.",
        ),
        "B1": (
            "Some parks have what cannot be made elsewhere: a quay, much environmental space, room for large "
            "buildings. The province wants to point out with the regions which are of more than ordinary interest, "
            "and to protect them better against loss of function and against being underused.",
            "If a park changes its function all the same, replacing space belongs in the programming.",
        ),
        "B2": (
            "Each region solves its own tasks. Some issues do not fit in one; three times a year they come to "
            "supra-regional tables, so that they are not passed on.",
            "The province also turns to neighbouring provinces and Flanders, and wants to meet the State with "
            "concrete proposals, with the chains as their basis.",
        ),
        "B3": (
            "New large distribution centres are allowed in designated places only. From now on the province "
            "evaluates that zone together with the four-yearly forecasts, and publishes the figures every year.",
            "If new agreements ask for another zone, that goes along in the yearly change of the ordinance.",
        ),
        "C1": (
            "Renewing outdated parks gives space without new land, but hardly gets going. The province asks its "
            "executing bodies for a proposal and studies whether a new party is needed.",
            "It also wants to show better which instruments there are and on what terms.",
        ),
        "C2": (
            "New parks get stuck in long procedures, too few people, money and resistance. The province helps where "
            "its effort makes a difference and there is a provincial interest.",
            "Municipalities must know beforehand which instruments there are and when the province steps in.",
        ),
        "N": (
            "The State names technologies, domains and space to which it gives priority. This part lays Brabant "
            "beside it: which coalitions and chains connect, which actions carry it out, and where does it chafe?",
            "A mapping is estimated until a party confirms it; a national vision binds the State itself.",
        ),
        "X": (
            "This part asks nothing of the policy but of the atlas itself: where does a statement come from, how "
            "sure is it, what has changed, and what is still missing?",
        ),
    },
}
"""What each theme asks, in paragraphs."""

_HECTARES = {
    "parts": {
        "nl": ("verwachte vraag (ha)", "harde plannen (ha)", "zachte plannen (ha)"),
        "en": ("expected demand (ha)", "hard plans (ha)", "soft plans (ha)"),
    },
    "of": {"nl": "Waar en wanneer", "en": "Where and when"},
    "title": {"nl": "Verwachte vraag en plannen, in hectare", "en": "Expected demand and plans, in hectares"},
}

PICTURES: Mapping[str, Mapping[str, Any]] = {
    "A1": {"question": "A1-08"},
    "A2": {
        "question": "A2-06",
        "title": {
            "nl": "Facetten per hoofdcategorie, met en zonder indicator",
            "en": "Facets by main category, with and without an indicator",
        },
        "of": {"nl": "Hoofdcategorie", "en": "Main category"},
        "parts": {
            "nl": ("facetten met indicator", "facetten zonder indicator"),
            "en": ("facets with an indicator", "facets without one"),
        },
    },
    "B1": {
        "question": "B1-01",
        "title": {
            "nl": "Terreinen waarvan een bron een unieke kwaliteit noemt",
            "en": "Parks of which a source names a unique quality",
        },
        "of": {"nl": "Kwaliteit", "en": "Quality"},
        "parts": {"nl": ("terreinen",), "en": ("parks",)},
    },
    "B2": {"question": "A1-10"},
    "B3": {"question": "B3-04", **_HECTARES},
    "C1": {
        "question": "C1-04",
        "title": {
            "nl": "Instrumenten, en hoeveel voorwaarden een bron ervan noemt",
            "en": "Instruments, and how many conditions a source names of them",
        },
        "of": {"nl": "Instrument", "en": "Instrument"},
        "parts": {"nl": ("voorwaarden",), "en": ("conditions",)},
    },
    "C2": {"question": "C2-02", **_HECTARES},
    "N": {
        "question": "N-01",
        "title": {
            "nl": "Coalities en ketens die aansluiten, per nationale technologie of domein",
            "en": "Coalitions and chains that connect, by national technology or domain",
        },
        "of": {"nl": "Technologie of domein", "en": "Technology or domain"},
        "parts": {"nl": ("coalities en ketens",), "en": ("coalitions and chains",)},
    },
    "X": {
        "question": "X-03",
        "title": {"nl": "Waar de verbanden in elke keten op rusten", "en": "What the links in each chain rest on"},
        "of": {"nl": "Keten", "en": "Chain"},
        "parts": {
            "nl": ("vastgesteld", "geschat", "gereconstrueerd", "verzonnen"),
            "en": ("asserted", "estimated", "reconstructed", "synthetic"),
        },
    },
}
"""The picture of each theme: the question it comes from, its title, what its bars are of, and their parts."""
