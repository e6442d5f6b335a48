"""Described: the tables of a delivery with all their columns, in words for people."""

from ketenatlas.delivery.schema import Column, Table, Words


def _words(nl: str, en: str) -> Words:
    return {"nl": nl, "en": en}


def _thing(name: str, label: Words, about: Words, *, required: bool = False, **more: str) -> tuple[Column, ...]:
    """A thing by its address and what it is called."""
    return (
        Column(name, "address", label, about, required=required, **more),
        *(
            Column(
                f"{name}_label_{language}",
                "text",
                _words(f"{label['nl']}: naam ({language})", f"{label['en']}: name ({language})"),
                _words(f"Naam van: {about['nl']}", f"Name of: {about['en']}"),
            )
            for language in ("nl", "en")
        ),
    )


def _place(name: str, label: Words, about: Words, **more: str) -> tuple[Column, ...]:
    """A place by its address, code and names."""
    address, *names = _thing(name, label, about, required=True, refers="regions", **more)
    code = Column(
        f"{name}_code",
        "text",
        _words(f"{label['nl']}: code", f"{label['en']}: code"),
        _words("Laatste deel van het adres, zoals west-brabant of NL411.", "Last part of the address, such as NL411."),
        required=True,
    )
    return (address, code, *names)


_CHAIN = _thing(
    "chain",
    _words("keten", "chain"),
    _words("De waardeketen.", "The value chain."),
    required=True,
    property="ka:cellChain",
)
_STAGE = _thing(
    "stage",
    _words("schakel", "stage"),
    _words(
        "De schakel van de keten; leeg is de hele keten, waarin een vestiging één keer telt.",
        "The stage of the chain; empty is the whole chain, in which an establishment counts once.",
    ),
    property="ka:cellStage",
)
_LEVEL = Column(
    "level",
    "text",
    _words("indeling", "division"),
    _words(
        "policy-region: beleidsregio's naar hoofdlidmaatschap; nuts3: COROP-gebieden (NUTS 3). Wat buiten de provincie"
        " ligt staat in beide onder zijn provincie of land. Tel de twee indelingen nooit op.",
        "policy-region: policy regions by primary membership; nuts3: COROP areas (NUTS 3). What lies outside the"
        " province is in both under its province or country. Never add up the two divisions.",
    ),
    required=True,
)
_DAY = Column(
    "day",
    "date",
    _words("peildatum", "reference date"),
    _words("Geteld is wat op die dag gold, voor zover bekend.", "Counted is what held on that day, as far as known."),
    required=True,
    property="ka:cellDay",
)
_EVIDENCE = Column(
    "evidence",
    "text",
    _words("bewijsniveau", "evidence level"),
    _words(
        "asserted, estimated, reconstructed of synthetic: het zekerste niveau waarop iets in de cel telt; all: alle"
        " niveaus samen. Tel all nooit bij de andere op.",
        "asserted, estimated, reconstructed or synthetic: the surest level at which something counts in the cell; all:"
        " all levels together. Never add all to the others.",
    ),
    required=True,
    property="ka:cellEvidence",
)
_N = Column(
    "n",
    "integer",
    _words("vestigingen erachter", "establishments behind it"),
    _words(
        "Aantal vestigingen achter het cijfer; leeg waar dat niet getoond wordt.",
        "Number of establishments behind the figure; empty where that is not shown.",
    ),
    unit="1",
    property="ka:cellContributors",
)
_STATUS = Column(
    "status",
    "text",
    _words("onthullingsstatus", "disclosure status"),
    _words(
        "open: bestaat uit wat iedereen al kan lezen; free: gecontroleerd en vrij; zero: niemand; suppressed:"
        " weggelaten, omdat het cijfer iets over één bedrijf zou onthullen.",
        "open: made of what everybody can read already; free: checked and free; zero: nobody; suppressed: left out,"
        " because the figure would disclose something of a single company.",
    ),
    required=True,
    property="ka:disclosureStatus",
)
_SOURCES = Column(
    "sources",
    "addresses",
    _words("bronnen", "sources"),
    _words(
        "Adressen van de bronnen, gescheiden door puntkomma's; zie de tabel sources.",
        "Addresses of the sources, separated by semicolons; see the table sources.",
    ),
    property="ka:cellSource",
    refers="sources",
)
_UNKNOWN = _words(
    " Wat er niet staat is onbekend, niet nul.",
    " What is not there is unknown, not nought.",
)

CELLS = Table(
    "cells",
    _words("Ketens, schakels en regio's in cijfers", "Chains, stages and regions in figures"),
    _words(
        "Vestigingen, banen en gebruikte hectaren per keten of schakel en regio. Een vestiging in twee schakels telt in"
        " beide: een som over schakels telt dubbel." + _UNKNOWN["nl"],
        "Establishments, jobs and hectares used by chain or stage and region. An establishment in two stages counts in"
        " both: a sum over stages counts double." + _UNKNOWN["en"],
    ),
    (
        Column(
            "cell",
            "text",
            _words("cel", "cell"),
            _words("Naam van de cel, in elk bestand dezelfde.", "Name of the cell, the same in every file."),
            required=True,
        ),
        Column(
            "measure",
            "text",
            _words("wat is geteld", "what was counted"),
            _words(
                "establishments: vestigingen; jobs: banen van vestigingen waarvan een bron ze noemt; hectares: hectaren"
                " van de kavels waarop vestigingen liggen.",
                "establishments; jobs: of establishments of which a source gives them; hectares: of the plots that"
                " establishments lie on.",
            ),
            required=True,
        ),
        *_CHAIN,
        *_STAGE,
        _LEVEL,
        *_place(
            "place",
            _words("regio", "region"),
            _words("De regio waarvoor geteld is.", "The region that was counted for."),
            property="ka:cellPlace",
        ),
        _DAY,
        _EVIDENCE,
        Column(
            "value",
            "decimal",
            _words("cijfer", "figure"),
            _words(
                "Het cijfer: aantallen, banen of hectaren; leeg als het weggelaten is.",
                "The figure: numbers, jobs or hectares; empty if it is left out.",
            ),
            unit="see measure",
        ),
        _N,
        _STATUS,
        _SOURCES,
    ),
    ("measure", "chain", "stage", "level", "place", "evidence"),
)

FLOWS = Table(
    "flows",
    _words("Leveringen tussen regio's", "Supplies between regions"),
    _words(
        "Hoeveel leveringen bronnen noemen van de ene regio naar de andere, per keten: hun aantal, niet hun omvang."
        + _UNKNOWN["nl"],
        "How many supplies sources name from one region to another, by chain: their number, not their size."
        + _UNKNOWN["en"],
    ),
    (
        Column(
            "flow",
            "text",
            _words("stroom", "flow"),
            _words("Naam van de cel, in elk bestand dezelfde.", "Name of the cell, the same in every file."),
            required=True,
        ),
        *_CHAIN,
        _LEVEL,
        *_place(
            "from",
            _words("van regio", "from region"),
            _words("De regio van de leverancier.", "The region of the supplier."),
            property="ka:cellFrom",
        ),
        *_place(
            "to",
            _words("naar regio", "to region"),
            _words("De regio van de afnemer.", "The region of the customer."),
            property="ka:cellTo",
        ),
        _DAY,
        _EVIDENCE,
        Column(
            "value",
            "integer",
            _words("leveringen", "supplies"),
            _words(
                "Aantal leveringen; leeg als het weggelaten is.",
                "Number of supplies; empty if it is left out.",
            ),
            unit="1",
            property="ka:countedSupplies",
        ),
        _N,
        _STATUS,
        _SOURCES,
    ),
    ("chain", "level", "from", "to", "evidence"),
)


def _hectares(name: str, label: Words, about: Words, **more: str) -> Column:
    return Column(name, "decimal", label, about, unit="har", **more)


SPACE = Table(
    "space",
    _words("Ruimtevraag en aanbod", "Space needed and programmed"),
    _words(
        "Wat balansen en ruimtevragen noemen. Jaargangen, perioden en scenario's staan naast elkaar en worden nooit"
        " opgeteld; alleen wat openbaar is staat erin." + _UNKNOWN["nl"],
        "What balances and space demands say. Vintages, periods and scenarios stand side by side and are never added"
        " up; only what is public is in it." + _UNKNOWN["en"],
    ),
    (
        Column(
            "entry",
            "address",
            _words("bewering", "claim"),
            _words("Adres van de balans of ruimtevraag.", "Address of the balance or space demand."),
            required=True,
        ),
        Column(
            "kind",
            "text",
            _words("soort", "kind"),
            _words(
                "balance: vraag tegenover plannen in een regio; demand: wat één schakel in een regio vraagt.",
                "balance: demand against plans in a region; demand: what one stage asks for in a region.",
            ),
            required=True,
        ),
        *(
            Column(column.name, column.kind, column.label, column.about, property=column.property)
            for column in (*_CHAIN, *_STAGE)
        ),
        *_place("place", _words("regio", "region"), _words("De regio.", "The region.")),
        Column(
            "vintage",
            "text",
            _words("jaargang", "vintage"),
            _words("Jaargang van de prognose.", "Vintage of the forecast."),
        ),
        Column(
            "period",
            "text",
            _words("periode", "period"),
            _words("Periode waarover de vraag gaat.", "Period the demand is about."),
        ),
        Column(
            "environment",
            "address",
            _words("werkmilieu", "work environment"),
            _words("Werkmilieu, waar genoemd.", "Work environment, where named."),
        ),
        _hectares(
            "demand_ha", _words("vraag (ha)", "demand (ha)"), _words("Gevraagde hectaren.", "Hectares asked for.")
        ),
        _hectares(
            "programmed_ha",
            _words("geprogrammeerd (ha)", "programmed (ha)"),
            _words("Hectaren die voor deze vraag geprogrammeerd zijn.", "Hectares programmed for this demand."),
        ),
        _hectares(
            "hard_ha",
            _words("harde plannen (ha)", "decided plans (ha)"),
            _words("Hectaren in plannen die vastliggen.", "Hectares in plans that are decided."),
        ),
        _hectares(
            "soft_ha",
            _words("zachte plannen (ha)", "undecided plans (ha)"),
            _words("Hectaren in plannen die niet vastliggen.", "Hectares in plans that are not decided."),
        ),
        _hectares(
            "short_of_hard_ha",
            _words("tekort na harde plannen (ha)", "short of decided plans (ha)"),
            _words(
                "Vraag min harde plannen; onder nul is een overschot.",
                "Demand less decided plans; below nought is a surplus.",
            ),
        ),
        _hectares(
            "short_of_all_ha",
            _words("tekort na alle plannen (ha)", "short of all plans (ha)"),
            _words(
                "Vraag min alle plannen; onder nul is een overschot.",
                "Demand less all plans; below nought is a surplus.",
            ),
        ),
        Column(
            "evidence",
            "text",
            _words("bewijsniveau", "evidence level"),
            _words("Bewijsniveau van de bewering.", "Evidence level of the claim."),
            required=True,
        ),
        _STATUS,
        _SOURCES,
    ),
)

_WHERE = tuple(
    Column(name, "decimal", _words(nl, en), _words(f"{about_nl} (graden, WGS 84).", f"{about_en} (degrees, WGS 84)."), unit="deg")
    for name, nl, en, about_nl, about_en in (
        ("longitude", "lengtegraad", "longitude", "Lengtegraad van het punt", "Longitude of the point"),
        ("latitude", "breedtegraad", "latitude", "Breedtegraad van het punt", "Latitude of the point"),
    )
)  # fmt: skip

REGIONS = Table(
    "regions",
    _words("Regio's", "Regions"),
    _words(
        "De regio's van de andere tabellen. Omtrekken staan in het GeoPackage als de atlas ze heeft, anders punten.",
        "The regions of the other tables. Outlines are in the GeoPackage if the atlas has them, else points.",
    ),
    (
        Column(
            "place", "address", _words("regio", "region"), _words("Adres van de regio.", "Address of the region."),
            required=True,
        ),
        Column(
            "code", "text", _words("code", "code"),
            _words("Laatste deel van het adres, zoals NL411.", "Last part of the address, such as NL411."),
            required=True,
        ),
        Column(
            "kind", "text", _words("soort", "kind"),
            _words(
                "policy-region, nuts3, of other: een provincie of land.",
                "policy-region, nuts3, or other: a province or country.",
            ),
            required=True,
        ),
        Column("label_nl", "text", _words("naam (nl)", "name (nl)"), _words("Nederlandse naam.", "Dutch name.")),
        Column("label_en", "text", _words("naam (en)", "name (en)"), _words("Engelse naam.", "English name.")),
        Column(
            "municipalities", "integer", _words("gemeenten", "municipalities"),
            _words(
                "Aantal gemeenten die in de regio tellen; leeg buiten de provincie.",
                "Number of municipalities that count in the region; empty outside the province.",
            ),
            unit="1",
        ),
        *_WHERE,
        Column(
            "centre", "text", _words("soort punt", "kind of point"),
            _words(
                "weighted: het zwaartepunt van de atlas, naar vestigingen; mean: het gemiddelde van de punten van de"
                " gemeenten; leeg: geen punt bekend.",
                "weighted: the centre of the atlas, by establishments; mean: the mean of the points of the"
                " municipalities; empty: no point is known.",
            ),
        ),
    ),
)  # fmt: skip

MUNICIPALITIES = Table(
    "municipalities",
    _words("Gemeenten en hun regio's", "Municipalities and their regions"),
    _words(
        "In welke beleidsregio (hoofdlidmaatschap op de peildatum) en welk COROP-gebied een gemeente telt.",
        "In which policy region (primary membership on the reference date) and COROP area a municipality counts.",
    ),
    (
        Column(
            "municipality", "address", _words("gemeente", "municipality"),
            _words("Adres van de gemeente.", "Address of the municipality."), required=True,
        ),
        Column("code", "text", _words("code", "code"), _words("CBS-code.", "CBS code."), required=True),
        Column("label", "text", _words("naam", "name"), _words("Naam van de gemeente.", "Name."), required=True),
        Column(
            "region", "address", _words("beleidsregio", "policy region"),
            _words("Beleidsregio waarin zij telt; leeg is geen.", "Policy region it counts in; empty is none."),
            refers="regions",
        ),
        Column(
            "nuts3", "address", _words("COROP-gebied", "COROP area"),
            _words("COROP-gebied waarin zij ligt; leeg is onbekend.", "COROP area it lies in; empty is unknown."),
            refers="regions",
        ),
        *_WHERE,
    ),
)  # fmt: skip

SOURCES = Table(
    "sources",
    _words("Bronnen", "Sources"),
    _words(
        "De bronnen achter de cijfers, met hun eigen licentie en de dag waarop zij gelezen zijn.",
        "The sources behind the figures, with their own licence and the day they were read.",
    ),
    (
        Column(
            "source", "address", _words("bron", "source"), _words("Adres van de bron in de atlas.", "Address in the atlas."),
            required=True,
        ),
        Column("title", "text", _words("titel", "title"), _words("Titel.", "Title."), required=True),
        Column("publisher", "text", _words("uitgever", "publisher"), _words("Wie haar uitgaf.", "Who published it.")),
        Column(
            "licence", "text", _words("licentie", "licence"),
            _words("Licentie zoals de bron of haar register die noemt.", "Licence as the source or its register says."),
        ),
        Column("page", "text", _words("webadres", "web address"), _words("Waar zij te lezen is.", "Where to read it.")),
        Column("issued", "date", _words("uitgegeven", "published"), _words("Dag van uitgave.", "Day of publication.")),
        Column(
            "retrieved", "date", _words("gelezen", "retrieved"), _words("Dag waarop zij gelezen is.", "Day it was read.")
        ),
        Column("note", "text", _words("opmerking", "remark"), _words("Opmerking over de bron.", "Remark.")),
        Column(
            "named", "integer", _words("genoemd", "named"),
            _words("Aantal rijen van deze levering dat haar noemt.", "Number of rows of this delivery that name it."),
            required=True, unit="1",
        ),
    ),
)  # fmt: skip

COLUMNS = Table(
    "columns",
    _words("Kolommen en definities", "Columns and definitions"),
    _words("Wat elke kolom van elke tabel betekent.", "What each column of each table means."),
    tuple(
        Column(name, "text", _words(nl, en), _words(f"{about_nl}.", f"{about_en}."), required=name != "unit")
        for name, nl, en, about_nl, about_en in (
            ("name", "naam", "name", "Tabel en kolom", "Table and column"),
            ("table", "tabel", "table", "Naam van de tabel", "Name of the table"),
            ("column", "kolom", "column", "Naam van de kolom", "Name of the column"),
            ("kind", "soort", "kind", "Soort van de waarden", "Kind of the values"),
            ("required", "altijd gevuld", "always there", "Of elke rij haar heeft: yes of no", "yes or no"),
            ("unit", "eenheid", "unit", "Eenheid van getallen (UCUM)", "Unit of numbers (UCUM)"),
            ("label_nl", "kop (nl)", "heading (nl)", "Nederlandse kop", "Dutch heading"),
            ("label_en", "kop (en)", "heading (en)", "Engelse kop", "English heading"),
            ("definition_nl", "definitie (nl)", "definition (nl)", "Nederlandse definitie", "Dutch definition"),
            ("definition_en", "definitie (en)", "definition (en)", "Engelse definitie", "English definition"),
        )
    ),
)

CHANGES = Table(
    "changes",
    _words("Wat er veranderd is sinds de vorige levering", "What changed since the previous delivery"),
    _words(
        "Leeg bij een eerste levering. Van wat nu weggelaten is staat het vorige cijfer er niet bij.",
        "Empty in a first delivery. Of what is left out now the previous figure is not given.",
    ),
    (
        Column(
            "name", "text", _words("naam", "name"),
            _words("Tabel, rij en kolom.", "Table, row and column."), required=True,
        ),
        Column(
            "table", "text", _words("tabel", "table"), _words("Naam van de tabel.", "Name of the table."), required=True
        ),
        Column(
            "change", "text", _words("verandering", "change"),
            _words(
                "new: erbij; gone: weg; changed: anders; suppressed: nu weggelaten; shown: niet langer weggelaten.",
                "new; gone; changed; suppressed: left out now; shown: no longer left out.",
            ),
            required=True,
        ),
        Column("row", "text", _words("rij", "row"), _words("Wat de rij noemt.", "What names the row."), required=True),
        Column("label_nl", "text", _words("naam (nl)", "name (nl)"), _words("De rij in woorden.", "The row in Dutch.")),
        Column("label_en", "text", _words("naam (en)", "name (en)"), _words("De rij in het Engels.", "The row in words.")),
        Column(
            "column", "text", _words("kolom", "column"),
            _words("De kolom die anders is; leeg bij een hele rij.", "The column that changed; empty for a whole row."),
        ),
        Column("before", "text", _words("was", "before"), _words("Vorige waarde.", "Previous value.")),
        Column("after", "text", _words("is", "after"), _words("Nieuwe waarde.", "New value.")),
    ),
)  # fmt: skip

TABLES = {table.name: table for table in (CELLS, FLOWS, SPACE, REGIONS, MUNICIPALITIES, SOURCES, COLUMNS, CHANGES)}
"""The tables by name, in the order of the files."""
