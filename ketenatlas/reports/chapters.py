"""Chapters that several kinds of reports share, and chapters that are nothing but questions."""

from collections.abc import Sequence
from dataclasses import dataclass

from ketenatlas.reports.pieces import Paragraph, Ref
from ketenatlas.reports.writing import Wanted, Writer


@dataclass(frozen=True)
class Section:
    """A section that questions fill.

    Attributes:
        title: in Dutch and English.
        lead: what it is about and how to read it, in Dutch and English.
        tables: what it shows.
    """

    title: tuple[str, str]
    lead: tuple[str, str]
    tables: Sequence[Wanted]


def chapter(writer: Writer, title: tuple[str, str], sections: Sequence[Section]) -> None:
    """Write a chapter of sections; a chapter of one section without a title of its own has no second heading."""
    writer.heading(1, *title)
    sectioned(writer, sections)


def sectioned(writer: Writer, sections: Sequence[Section]) -> None:
    """Write sections, each with its tables or what these wait for."""
    for section in sections:
        if section.title[0]:
            writer.heading(2, *section.title)
        if section.lead[0]:
            writer.say(*section.lead)
        for wanted in section.tables:
            writer.table(wanted)


def method(writer: Writer, *, protected: bool | None = None) -> None:
    """Write how the report was made, how sure it is, and what it cannot say.

    Args:
        writer: writes it.
        protected: whether its counts went through disclosure control; nothing where the report stays inside.
    """
    writer.heading(1, "Verantwoording", "Method and limits")
    writer.heading(2, "Hoe dit rapport is gemaakt", "How this report was made")
    writer.say(
        "Dit rapport is in één keer geschreven uit de ketenatlas. Geen cijfer is met de hand ingevuld: elk "
        "cijfer is het "
        "antwoord op een vraag uit de vragenbibliotheek op de peildag {day}. Wie dezelfde atlas heeft, krijgt "
        "hetzelfde "
        "rapport.",
        "This report was written in one go from the chain atlas. No figure was filled in by hand: each is the "
        "answer to "
        "a question of the library on the day {day}. Who has the same atlas gets the same report.",
        day=writer.day,
    )
    writer.heading(2, "Bewijs", "Evidence")
    writer.say(
        "Elke uitspraak heeft een niveau van bewijs: vastgesteld (een bron zegt het), geschat (afgeleid uit wat "
        "bronnen "
        "zeggen), gereconstrueerd (berekend uit totalen) of kunstmatig (verzonnen als voorbeeld). Waar twee "
        "getallen staan, "
        "is het "
        "eerste het aantal op alleen vastgestelde uitspraken en het tweede dat op alle uitspraken.",
        "Every statement has an evidence level: asserted (a source says so), estimated (concluded from what sources "
        "say), reconstructed (reckoned from totals) or synthetic (invented as an example). Where two numbers "
        "stand, the first is "
        "that on asserted statements only and the second that on all statements.",
    )
    if protected is not None:
        writer.heading(2, "Herleidbaarheid", "Disclosure")
        if protected:
            writer.say(
                "De aantallen per keten, schakel en regio zijn die van de meegeleverde gegevens. Daarop is "
                "onthullingscontrole toegepast: een cel met te weinig vestigingen, of waarin één vestiging "
                "overheerst, is "
                "afgeschermd, en zo nodig een tweede cel, zodat uit totalen niets terug te rekenen is. Een afgeschermd "
                "getal staat er als x; het is geen nul en niet onbekend.",
                "The counts by chain, stage and region are those of the data delivered with it. Disclosure control was "
                "applied to these: a cell with too few establishments, or dominated by one, is withheld, and "
                "where needed "
                "a second one, so that nothing can be reckoned back from totals. A withheld number is shown as "
                "x; it is "
                "neither nought nor unknown.",
            )
        else:
            writer.note(
                "De aantallen in dit rapport zijn geteld uit openbare bronnen en zijn niet door onthullingscontrole "
                "gegaan. Geef dit rapport zo niet naar buiten.",
                "The counts in this report are taken from public sources and did not go through disclosure control. Do "
                "not publish this report as it is.",
            )
    writer.heading(2, "Grenzen", "Limits")
    writer.points(
        [
            Paragraph(
                writer.text(
                    "De atlas kent wat openbare bronnen noemen. Kleine en stille bedrijven ontbreken vaker dan "
                    "grote en "
                    "zichtbare; aantallen zijn dus ondergrenzen van de werkelijkheid.",
                    "The atlas knows what public sources name. Small and silent companies are missing more often than "
                    "large and visible ones, so counts are lower bounds of reality.",
                )
            ),
            Paragraph(
                writer.text(
                    "Een witte vlek is een schakel waarvan geen bron een vestiging in de regio noemt. Dat is een vraag "
                    "aan de regio, geen bewijs dat er niets is.",
                    "A white spot is a stage of which no source names an establishment in the region. That is a "
                    "question "
                    "to the region, no proof that nothing is there.",
                )
            ),
            Paragraph(
                writer.text(
                    "Een gemeente telt in één regio: die van haar hoofdlidmaatschap.",
                    "A municipality counts in one region: that of its primary membership.",
                )
            ),
            Paragraph(
                writer.text(
                    "Strategische vestigingsplaatsen zijn kandidaten met gronden. Aanwijzen is een besluit dat dit "
                    "rapport niet neemt.",
                    "Strategic business locations are candidates with grounds. Designating is a decision that this "
                    "report does not take.",
                )
            ),
        ]
    )
    _waiting(writer)


def _waiting(writer: Writer) -> None:
    """Which tables would fill what could not be said."""
    wanted: dict[str, list[str]] = {}
    for question, tables in sorted(writer.waiting.items()):
        for table in tables:
            wanted.setdefault(table, []).append(question)
    if not wanted:
        return
    from ketenatlas.views.table import called  # noqa: PLC0415 - finds all loaders, which takes a while

    known = called(writer.language)
    writer.heading(2, "Wat nog ontbreekt", "What is still missing")
    writer.say(
        "Deze tabellen heeft de atlas niet. Zodra een ervan is geladen, wordt het deel van dit rapport dat erop wacht "
        "vanzelf ingevuld.",
        "The atlas does not have these tables. As soon as one is loaded, the part of this report that waits for "
        "it fills "
        "itself.",
    )
    order = sorted(wanted, key=lambda table: (-len(wanted[table]), table))
    writer.points([Paragraph(f"{known.get(table, table)} ({table})", Ref(tuple(wanted[table]))) for table in order])
