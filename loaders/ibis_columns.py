"""The columns of IBIS, and the headings under which they come: published layer, questionnaire, database, its reports.

Headings of which the register's own documents do not tell the meaning, or for which the atlas has no place, stand in
:data:`UNUSED`; codes whose meaning is not published are noted and left out.
"""

from loaders.answers import Year, YesNo
from loaders.categories import Category
from loaders.claims import SOURCED
from loaders.columns import EVIDENCE, Code, Column, Number
from loaders.geometry import AREA
from loaders.kinds import Named
from loaders.municipalities import Municipality

RIN = Code(r"\d{1,10}", "an IBIS park number of digits only")
DEFINITE = Code(
    "definitief", "definitief; a row that is bewerkt, archief or afgevoerd says nothing of what the park is"
)
TYPES = ("facelift", "revitalisation", "heavy-revitalisation", "reprofiling", "transformation")
"""Types of restructuring for which the questionnaire asks hectares."""
PARTS = (1, 2)
"""Parts of a park for which the database tells obsolescence and restructuring."""

_HA = Number(least=0, unit="hectares")
_RESTRUCTURING = Named("restructuring-type", ("nee", "onbekend"))
_RENOVATED = ("gebied is inmiddels opgeknapt",)


def _hectares(name: str, *aliases: str) -> Column:
    return Column(name, _HA, lenient=True, aliases=aliases)


def _price(name: str, *aliases: str) -> Column:
    return Column(name, Number(least=0), lenient=True, aliases=aliases)


def _count(name: str, *aliases: str) -> Column:
    return Column(name, Number(least=0, whole=True), lenient=True, aliases=aliases)


def _answer(name: str, *aliases: str) -> Column:
    return Column(name, YesNo(), lenient=True, aliases=aliases)


def _part(number: int) -> tuple[Column, ...]:
    """Columns of one part of a park, as the database has them."""
    ours, theirs = f"part{number}_", f"v_deelgebied_{number}_"
    return (
        Column(f"{ours}name", aliases=(f"{theirs}omschrijving",)),
        _hectares(f"{ours}gross_ha", f"{theirs}bruto_opp"),
        Column(f"{ours}outdated", YesNo(_RENOVATED), lenient=True, aliases=(f"{theirs}isverouderd",)),
        Column(f"{ours}cause", aliases=(f"{theirs}oorzaak",)),
        Column(f"{ours}restructuring", _RESTRUCTURING, lenient=True, aliases=(f"{theirs}herstructureringsplan",)),
        Column(f"{ours}phase", aliases=(f"{theirs}planfase",)),
        Column(f"{ours}start", Year(), lenient=True, aliases=(f"{theirs}start_jaar",)),
        Column(f"{ours}end", Year(), lenient=True, aliases=(f"{theirs}eind_jaar",)),
    )


COLUMNS = (
    Column("rin", RIN, required=True, aliases=("rin_nummer", "rin_nr", "rinnummer", "rin nr")),
    Column("name", required=True, aliases=("plan_naam", "a_plannaam", "plannaam", "naam", "terreinnaam")),
    Column(
        "municipality",
        Municipality(),
        required=True,
        aliases=("gem_codes", "gem_code_cbs", "gemeentecode", "cbscode", "gem_code", "gemnr"),
    ),
    Column("year", Year(), required=True, aliases=("jaar", "peiljaar", "meting", "peildatum")),
    Column("workflow_status", DEFINITE),
    Column("register_id", Code(r"\d{1,10}", "a number"), lenient=True, aliases=("ibis_id",)),
    Column("gross_ha", _HA, aliases=("ha_bruto", "opp_bruto", "bruto_opp", "bruto ha", "oppervlakte bruto", "bruto")),
    Column("net_ha", _HA, aliases=("ha_netto", "opp_netto", "netto_opp", "netto ha", "oppervlakte netto", "netto")),
    Column("issuable_ha", _HA, aliases=("ha_totuit", "ha_tottuit", "opp_uitgeefbaar", "uitgeefbaar ha")),
    Column(
        "type",
        Named("work-location-type"),
        lenient=True,
        aliases=("wloc_type", "werklocatie_type_code", "a_type", "type werklocatie", "type_terrein"),
    ),
    _hectares("issued_ha", "uitgegeven_opp", "opp_uitgegeven", "uitgegeven ha", "uitgegeven"),
    _hectares("issued_in_year_ha", "uitgifte_huidig_peiljaar_opp", "uitgifte huidig jaar"),
    _hectares("bought_back_ha", "opp_terugkoop_gemeente", "terugkoop"),
    _hectares("issuable_now_public_ha", "uitgeefbaar_overh_opp", "opp_uitgeefbaar_gem", "direct_uitgeefbaar_gem"),
    _hectares("issuable_now_private_ha", "uitgeefbaar_part_opp", "opp_uitgeefbaar_part", "direct_uitgeefbaar_part"),
    _hectares("issuable_later_public_ha", "opp_niet_terstond_uitgeefbaar_gem", "niet_direct_uitgeefbaar_gem"),
    _hectares("issuable_later_private_ha", "opp_niet_terstond_uitgeefbaar_part", "niet_direct_uitgeefbaar_part"),
    _hectares("option_ha", "opp_optie", "optie"),
    _hectares("public_space_ha", "opp_openbare_ruimte"),
    _hectares("housing_ha", "opp_woonbebouwing"),
    _hectares(
        "largest_issuable_ha",
        "grootst_uitgeefb_deel_opp",
        "opp_gr_uitgeefbaar_kavel",
        "opp_grootst_uitgeefbare_kavel",
    ),
    _price("min_sale_price", "min_verkoopprijs", "o_minverkoop", "verkoop_minimaal"),
    _price("max_sale_price", "max_verkoopprijs", "o_maxverkoop", "verkoop_maximaal"),
    _price("min_lease_price", "min_erfpachtprijs"),
    _price("max_lease_price", "max_erfpachtprijs"),
    _price("min_rent", "o_minhuur", "huur_minimaal"),
    _price("max_rent", "o_maxhuur", "huur_maximaal"),
    _count("jobs", "banen", "medewerkers", "werkzame_personen", "aantal_banen"),
    _count("establishments", "vestigingen", "bedrijven", "aantal_vestigingen", "aantal_bedrijven"),
    Column("start_year", Year(), lenient=True, aliases=("start_jaar", "startjaar")),
    Column("plan_phase", Named("plan-phase"), lenient=True, aliases=("plan_fase_code", "a_planfase", "planfase")),
    Column(
        "category",
        Category(),
        lenient=True,
        aliases=("max_mileucategorie_code", "max_milieucategorie_code", "o_milieuwet_code", "o_milieuwet"),
    ),
    _answer("water_access", "water_ontsluiting_code", "o_waterontsluiting", "ontsluiting_water"),
    _answer("rail_access", "spoor_ontsluiting_code", "o_spoorontsluiting", "ontsluiting_spoor"),
    _answer("road_access", "weg_ontsluiting_code", "o_wegontsluiting", "ontsluiting_weg"),
    _answer("transhipment", "o_overslag", "overslag", "op- en overslag"),
    _answer("park_management", "ind_park_management", "p_parkmanagementorganisatie"),
    _answer("outdated", "ind_verouderd"),
    _hectares("outdated_ha", "bruto_opp_verouderd"),
    Column("outdated_cause", aliases=("hoofdoorzaak_veroud_code",)),
    Column("restructuring", _RESTRUCTURING, lenient=True, aliases=("herstruct_plan_type_code",)),
    Column("restructuring_phase", aliases=("herstruct_fase_code",)),
    _hectares("facelift_ha", "opp_facelift"),
    _hectares("revitalisation_ha", "opp_revitalisatie"),
    _hectares("heavy_revitalisation_ha", "opp_zware_revitalisatie"),
    _hectares("reprofiling_ha", "opp_herprofilering"),
    _hectares("transformation_ha", "opp_transformatie"),
    *(column for number in PARTS for column in _part(number)),
    Column("evidence", EVIDENCE, default="asserted"),
    *AREA,
    *SOURCED,
)

_PUBLISHED = ("id", "kern_naam", "prov_namen", "gemeentenaam", "gemeente_naam")
_QUESTIONS = (
    "agm_id",
    "btm_id",
    "ind_vol",
    "jaar_niet_terstond_uitg_gem",
    "ind_milieuzonering",
    "ext_bereikbaarheid_code",
    "parkeergelegenhed_code",
    "parkeergelegenheid_code",
    "opmerking_tbv_ibis",
)
_DATABASE = (
    "datummutatie",
    "reden",
    "gemeenteid",
    "gt_pkey",
    *(f"a_{name}" for name in ("bestemming", "faseveroudering", "grootstedeel", "haruimtegebruik", "kernnaam")),
    *(f"a_{name}" for name in ("maxbouwhoogte", "ovwkavelgrootte", "statusrpb")),
    *(f"c_{name}" for name in ("hyperlink", "onderhoudemail", "onderhoudnaam", "onderhoudtelefoon", "organisatie")),
    *(f"c_{name}" for name in ("postcodeplaats", "verkoopadres", "verkoopemail", "verkoopnaam", "verkooptelefoon")),
    "c_verkoopwebsite",
    *(f"o_{name}" for name in ("afstandvliegveld", "naamvliegveld", "collbeheer", "collinkoop", "collvoorz")),
    *(f"o_{name}" for name in ("internet", "milieuzone", "externebereikbaarheid", "parkeergelegenheid")),
    *(f"i_{name}" for name in ("openbaar_wifi", "3g", "4g", "5g", "kabel", "glasvezel", "gereserveerd")),
    *(f"p_{name}" for name in ("ondernemersvereniging", "collbeheer", "collinkoop", "collvoorz", "collbeveiliging")),
    *(f"p_{name}" for name in ("cameratoezicht", "nachtsluiting", "kvob", "kvobverloopdatum", "pps")),
    "p_preventievecontrole",
    *(f"p_parkmanagementorganisatie_{name}" for name in ("naam", "adres", "contact", "telefoon", "email", "website")),
    "p_parkmanagementorganisatie_taak",
    *(f"d_{name}" for name in ("toegevoegdewaarde", "energieverbruik", "co2uitstoot", "noxuitstoot", "score2018")),
    *(f"v_deelgebied_{number}_{name}" for number in PARTS for name in ("toelichting", "netto_opp")),
    "v_netto_nieuw_uitgeefbaar",
    "v_uitgifte_vanaf",
)
_REPORTS = (
    "wgr_naam",
    "vvr_naam",
    "opp_geom",
    "opp_leeg",
    "opp_niet_bekend",
    "opp_niet_terstond_uitgeefbaar",
    "bbox_terrein",
    "bbox_gemeente",
    "bbox_regio",
)
UNUSED = (*_PUBLISHED, *_QUESTIONS, *_DATABASE, *_REPORTS)
"""Headings of IBIS for which the atlas has no place."""
