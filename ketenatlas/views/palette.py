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


LAND = "#F3F3F0"
NONE = "#C9CED6"
_DARK = {
    "west-brabant": "#8A5A00",
    "midden-brabant": "#8C3A69",
    "noordoost-brabant": "#00664A",
    "zuidoost-brabant": "#00507E",
}
"""Region colours dark enough for letters on white (contrast above 4.5)."""
_CHAINS = {
    "batteries": "#44AA99",
    "solar": "#B8860B",
    "semicon": "#332288",
    "photonics": "#AA4499",
    "quantum": "#6A51A3",
    "ai-data": "#0072B2",
    "cybersecurity": "#3F4A59",
    "hydrogen": "#3C8DBC",
    "nuclear": "#882255",
    "medtech": "#CC6677",
    "biopharma": "#B2182B",
    "biobased": "#117733",
    "protein": "#7A8B1A",
    "defence": "#7B5A2E",
}
"""The same chain has the same colour everywhere (after Tol 2021, muted); never told apart by colour alone."""


def region_ink(iri: str) -> str:
    """Colour of letters for a region by its address, dark enough to read on white."""
    return _DARK.get(iri.rsplit("/", 1)[-1], INK)


def chain_colour(iri: str) -> str:
    """Colour of a chain by its address."""
    return _CHAINS.get(iri.rsplit("/", 1)[-1], WITHIN)


def luminance(colour: str) -> float:
    """Relative luminance of a colour, from 0 (black) to 1 (white), as WCAG 2.1 reckons it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    """Contrast between two colours, from 1 to 21 (WCAG 2.1); letters need 4.5."""
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def ink_on(colour: str, opacity: float = 1.0) -> str:
    """Colour of letters on a colour laid over white: dark or white, whichever reads better."""
    parts = [round(int(colour[at : at + 2], 16) * opacity + 255 * (1 - opacity)) for at in (1, 3, 5)]
    laid = "#" + "".join(f"{part:02X}" for part in parts)
    return max((INK, "#FFFFFF"), key=lambda ink: contrast(ink, laid))
