"""Gemeenten: outlines of the municipalities of a year, generalised, from CBS gebiedsindelingen at PDOK."""

from loaders.services.dialects import Features
from loaders.services.service import Service

SERVICE = Service(
    name="gemeenten",
    about={"nl": "Omtrekken van gemeenten (CBS gebiedsindelingen)", "en": "Outlines of municipalities (CBS)"},
    loader="outlines",
    address="https://api.pdok.nl/cbs/gebiedsindelingen/ogc/v1/collections/gemeente_gegeneraliseerd/items",
    # Without a year the collection holds the municipalities of every year since 2016.
    dialect=Features(parameters={"jaarcode": "{year}"}),
    needs=("statcode", "statnaam"),
    title="CBS gebiedsindelingen: gemeenten, gegeneraliseerd",
    publisher="CBS / Kadaster",
    page="https://www.pdok.nl/ogc-apis/-/article/cbs-gebiedsindelingen",
    licence="CC BY 4.0",
    code="statcode",
    yearly=True,
)
