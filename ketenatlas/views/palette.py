"""Fixed colours: the same region has the same colour everywhere (Okabe and Ito 2008, safe for colour blindness)."""

REGIONS = {
    "west-brabant": "#E69F00",
    "midden-brabant": "#CC79A7",
    "noordoost-brabant": "#009E73",
    "zuidoost-brabant": "#0072B2",
}
OUTSIDE = "#8A8A8A"
STAGE = "#2B2B2B"
ACROSS = "#B2182B"
WITHIN = "#6E6E6E"
INK = "#1B1B1B"
CLASS = "#0B4F8A"
CODE_LIST = "#3F4A59"
BORROWED = "#EEF3F8"
DERIVED = "#8A4B00"
_MORE = ("#56B4E9", "#D55E00", "#F0E442", "#000000")


def region_colour(iri: str) -> str:
    """Colour of a region by its address; regions outside the province are grey, others of our own get one by name."""
    key = iri.rsplit("/", 1)[-1]
    if key in REGIONS:
        return REGIONS[key]
    return _MORE[sum(key.encode()) % len(_MORE)] if "/region/" in iri else OUTSIDE
