"""How many establishments, and how many jobs, registers of places of work count in a place, by division of industry."""

from graph import registers
from graph.cubing import ONE_PLACE, Cube
from graph.placing import ranked

_NOTE = {
    "nl": (
        "Elk register telt voor zich: wat in twee registers of jaargangen staat is niet opgeteld, en een "
        "som over registers telt dubbel. Een bedrijfstak maakt niemand tot deelnemer aan een keten. Waar "
        "geen begin of einde bekend is, telt een vestiging op elke dag."
    ),
    "en": (
        "Each register counts by itself: what stands in two registers or vintages is not added up, and a "
        "sum over registers counts double. A division of industry makes nobody take part in a chain. "
        "Where no start or end is known an establishment counts on every day."
    ),
}


_EACH = (
    "SELECT *, establishment AS item, establishment AS contributor, "
    f"{ranked('level')} AS rank, {{amount}} AS amount FROM {registers.NAME}"
)
COUNTING = _EACH.format(amount="CAST(1 AS BIGINT)")
"""Each establishment in a register counts itself."""
EMPLOYING = _EACH.format(amount="jobs")
"""Each establishment in a register counts its jobs, where they are known."""

CUBES = (
    Cube(
        name="registered",
        title={"nl": "Vestigingen in registers", "en": "Establishments in registers"},
        note=_NOTE,
        by=("register", "division"),
        measure="ka:countedEstablishments",
        tables=("memberships",),
        contributions=COUNTING,
        ends=ONE_PLACE,
    ),
    Cube(
        name="registered-jobs",
        title={"nl": "Banen in registers", "en": "Jobs in registers"},
        note={
            "nl": f"{_NOTE['nl']} Van wie het register geen banen noemt zijn ze onbekend, niet nul.",
            "en": f"{_NOTE['en']} Of those whose jobs the register does not give they are unknown, not nought.",
        },
        by=("register", "division"),
        measure="ka:countedJobs",
        tables=("memberships",),
        contributions=EMPLOYING,
        ends=ONE_PLACE,
    ),
)
