"""IBIS: the business parks of all provinces with their outlines, from the WFS of the WarmteAtlas."""

from loaders.services.dialects import Wfs
from loaders.services.service import Service

SERVICE = Service(
    name="ibis",
    about={"nl": "Bedrijventerreinen van heel Nederland (IBIS)", "en": "Business parks of the whole country (IBIS)"},
    loader="ibis",
    address="https://www.warmteatlas.nl/geoserver/WarmteAtlas/wfs",
    dialect=Wfs(layer="WarmteAtlas:IBISbedrijventerreinen", order="RIN_NUMMER"),
    needs=("RIN_NUMMER", "PLAN_NAAM", "GEM_CODES", "JAAR", "HA_BRUTO", "HA_NETTO"),
    title="IBIS bedrijventerreinen (laag WarmteAtlas:IBISbedrijventerreinen)",
    publisher="Interprovinciaal Overleg / RVO",
    page="https://www.warmteatlas.nl/geoserver/WarmteAtlas/wfs",
    licence="CC0-1.0",
    code="GEM_CODES",
    province="PROV_NAMEN",
    note="Licence as registered on data.overheid.nl; the service itself states none.",
)
