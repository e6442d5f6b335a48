"""The national report on its line beside that of the State, on what changed, and on the data it goes with."""

from collections.abc import Mapping

import polars as pl

from ketenatlas.reports import counted
from ketenatlas.reports.chapters import Section, chapter
from ketenatlas.reports.delivered import Delivery
from ketenatlas.reports.pieces import Paragraph
from ketenatlas.reports.writing import Row, Wanted, Writer

_CHANGES = 30
"""Changes that are listed at most."""
_WORDS: Mapping[str, tuple[str, str]] = {
    "new": ("nieuw", "new"),
    "gone": ("vervallen", "gone"),
    "changed": ("gewijzigd", "changed"),
    "suppressed": ("afgeschermd", "withheld"),
    "shown": ("weer getoond", "shown again"),
    "table": ("Tabel", "Table"),
    "change": ("Verandering", "Change"),
    "label_nl": ("Waarvan", "Of what"),
    "label_en": ("Waarvan", "Of what"),
    "column": ("Kolom", "Column"),
    "before": ("Was", "Was"),
    "after": ("Is", "Is"),
    "data_set": ("Tabel", "Table"),
    "given": ("Gegeven", "Given"),
    "cells": ("Cellen", "Cells"),
    "share": ("Deel", "Share"),
}
"""Words of the tables of a delivery."""


def write(writer: Writer) -> None:
    """Write how the province and the State meet and differ: the questions N-01 to N-08."""
    chapter(writer, ("Aansluiting bij het Rijk", "Alignment with the State"), [_mapping()])
    _left(writer)
    _tension(writer)
    _landing(writer)
    writer.heading(2, "Wie gebonden is", "Who is bound")
    writer.say(
        "Nationale visies binden het Rijk zelf, maar niet automatisch de provincies. Een verschil is daarom een "
        "keuze en geen "
        "overtreding. Een streepje betekent dat geen bron zegt wie gebonden is.",
        "National visions bind the State itself, but not automatically the provinces. So a difference is a "
        "choice and no "
        "violation. A dash means that no source says who is bound.",
        ref=writer.ref("N-07"),
    )
    for wanted in _bound():
        writer.table(wanted)
    writer.heading(
        2, "Acties van het REH naast uitspraken van het Rijk", "Actions of the REH beside statements of the State"
    )
    writer.say(
        "Elke vergelijking is een voorstel zolang zij niet bevestigd is. Zwijgt: een van beide zegt er niets over.",
        "Every comparison is a proposal as long as it is not confirmed. Silent: one of both says nothing of it.",
    )
    writer.table(
        Wanted(
            "N-02",
            (
                "Waar REH en Rijk overeenkomen, deels overeenkomen, verschillen of zwijgen",
                "Where REH and State agree, agree in part, differ or are silent",
            ),
            {},
            only=(
                "statement",
                "passageNational",
                "action",
                "passageReh",
                "alignment",
                "rationale",
                "bindingFor",
                "confirmation",
                "sources",
            ),
            most=40,
            wide=True,
        )
    )


def _mapping() -> Section:
    columns = ("frameItem", "brabantItem", "relation", "confidence", "confirmation", "evidence", "sources")

    def of(frame: str) -> Wanted:
        return Wanted(
            "N-01",
            (f"Coalities en ketens naast {frame}", f"Coalitions and chains beside {frame}"),
            {},
            only=columns,
            keep=lambda row: row["frame"] == frame and row["frameItem"] is not None and row["brabantItem"] is not None,
            most=40,
            order="frameItem",
        )

    return Section(
        ("Technologieën en domeinen", "Technologies and domains"),
        (
            "De tien technologieën van de Nationale Technologiestrategie (NTS) en de domeinen van het rapport "
            "Wennink, met de "
            "coalities en ketens van Brabant. Elke koppeling is een voorstel met een zekerheid tussen 0 en 1.",
            "The ten technologies of the National Technology Strategy (NTS) and the domains of the Wennink "
            "report, with the "
            "coalitions and chains of Brabant. Every mapping is a proposal with a confidence between 0 and 1.",
        ),
        [of("NTS"), of("Wennink")],
    )


def _left(writer: Writer) -> None:
    """What has no counterpart, on either side."""
    writer.heading(2, "Zonder tegenhanger", "Without a counterpart")
    rows = writer.rows("N-01")

    def named(keep: list[Row], item: str) -> str:
        return "; ".join(dict.fromkeys(f"{row[item]} ({row['frame']})" for row in keep))

    national = [row for row in rows if row["brabantItem"] is None]
    brabant = [row for row in rows if row["frameItem"] is None]
    placed = {row["chain"] for row in writer.rows("A1-03") if row["chain"] is not None}
    chains = [row for row in writer.rows("A1-01") if row["chain"] not in placed]
    nowhere = [row for row in writer.rows("A1-03") if row["chain"] is None]
    points = []
    if national:
        points.append(
            Paragraph(
                writer.text(
                    "In een nationaal kader, zonder coalitie of keten in Brabant die eraan gekoppeld is: "
                    "{names}. Dat is een vraag "
                    "aan de provincie, want de bedrijven kunnen er wel zijn.",
                    "In a national frame, without a coalition or chain in Brabant mapped to it: {names}. That is "
                    "a question to the "
                    "province, for the companies may well be there.",
                    names=named(national, "frameItemLabel"),
                ),
                writer.ref("N-01", national),
            )
        )
    if brabant:
        points.append(
            Paragraph(
                writer.text(
                    "In Brabant, zonder tegenhanger in dat nationale kader: {names}.",
                    "In Brabant, without a counterpart in that national frame: {names}.",
                    names=named(brabant, "brabantItemLabel"),
                ),
                writer.ref("N-01", brabant),
            )
        )
    if chains:
        points.append(
            Paragraph(
                writer.text(
                    "Ketens zonder coalitie: {names}.",
                    "Chains without a coalition: {names}.",
                    names=", ".join(str(row["chainLabel"]) for row in chains),
                ),
                writer.ref("A1-03", chains),
            )
        )
    if nowhere:
        points.append(
            Paragraph(
                writer.text(
                    "Coalities die nog geen plek in een keten hebben: {names}.",
                    "Coalitions that have no place in a chain yet: {names}.",
                    names=", ".join(str(row["coalitionLabel"]) for row in nowhere),
                ),
                writer.ref("A1-03", nowhere),
            )
        )
    writer.points(points)


def _landing(writer: Writer) -> None:
    """In which region the chains of each technology or domain are known."""
    writer.heading(2, "Waar zij landen", "Where they land")
    rows, places = writer.rows("N-03"), counted.regions(writer)
    found: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        found.setdefault(row["frameItemLabel"], {}).setdefault(row["region"], []).append(row["chainLabel"])
    cells = [
        (item, *("; ".join(sorted(set(by_region.get(place, [])))) or "–" for place, _, _ in places))
        for item, by_region in sorted(found.items())
    ]
    if not cells:
        writer.table(Wanted("N-03", ("Waar zij landen", "Where they land"), {}))
        return
    heads = [(writer.text("Technologie of domein", "Technology or domain"), False)]
    heads += [(label, False) for _, label, _ in places]
    notes = [
        writer.text(
            "Ketens met een bekende vestiging in de regio; een streepje: geen bron noemt er een. De koppeling wacht op "
            "bevestiging.",
            "Chains with a known establishment in the region; a dash: no source names one. The mapping waits for "
            "confirmation.",
        )
    ]
    if all(row["haUsed"] is None and row["haNeeded"] is None for row in rows):
        notes.append(
            writer.text(
                "Hoeveel hectare deze ketens gebruiken en vragen, is nog onbekend.",
                "How many hectares these chains use and ask for is still unknown.",
            )
        )
    writer.listing(
        writer.text(
            "Ketens van nationale technologieën en domeinen, per regio",
            "Chains of national technologies and domains, by region",
        ),
        heads,
        cells,
        writer.ref("N-03", rows),
        tuple(notes),
    )


def _tension(writer: Writer) -> None:
    """Where both lines differ: both passages beside each other."""
    writer.heading(2, "Waar de lijnen verschillen", "Where the lines differ")
    rows = writer.rows("N-02", {"alignment": "differs"})
    if not rows:
        writer.say(
            "Geen enkele vergelijking in de atlas zegt dat REH en Rijk verschillen.",
            "No comparison in the atlas says that REH and State differ.",
            ref=writer.ref("N-02"),
        )
    for row in rows:
        writer.say("{why}", "{why}", ref=writer.ref("N-02", [row]), why=row["rationale"])
        heads = [
            (writer.text("Document", "Document"), False),
            (writer.text("Wat er staat", "What it says"), False),
            (writer.text("Vindplaats", "Passage"), False),
        ]
        cells = [
            (str(row["documentLabel"]), str(row["statement"]), str(row["passageNational"] or "–")),
            ("REH", str(row["actionLabel"]), str(row["passageReh"] or "–")),
        ]
        bound = ", ".join(row["bindingFor"]) or writer.text("geen bron zegt wie", "no source says who")
        writer.listing(
            writer.text("De twee passages naast elkaar", "Both passages beside each other"),
            heads,
            cells,
            writer.ref("N-02", [row]),
            (
                writer.text(
                    "De nationale uitspraak bindt: {bound}.", "The national statement binds: {bound}.", bound=bound
                ),
                writer.text("Bevestiging: {state}.", "Confirmation: {state}.", state=row["confirmation"] or "–"),
            ),
        )


def _bound() -> list[Wanted]:
    return [
        Wanted(
            "N-07",
            ("Nationale uitspraken en wie zij binden", "National statements and whom they bind"),
            {},
            only=("document", "provision", "bindingFor", "evidence", "sources"),
            most=30,
        ),
        Wanted("N-05", ("Gedeelde voornemens (GRIP)", "Shared intentions (GRIP)"), {}),
        Wanted("N-06", ("Voorstellen voor de uitvoeringsagenda's", "Proposals to the execution agendas"), {}),
    ]


def changes(writer: Writer, delivery: Delivery | None) -> None:
    """Write what changed since the delivery before, if there was one."""
    if delivery is None or delivery.previous is None:
        return
    writer.heading(1, "Wat is veranderd sinds de vorige levering", "What changed since the previous delivery")
    table = delivery.changes
    if table.is_empty():
        writer.say(
            "Vergeleken met {before} is niets veranderd.",
            "Nothing changed compared with {before}.",
            before=delivery.previous,
        )
        return
    counted_by = table.group_by("table", "change").len().sort("table", "change").iter_rows()
    writer.say(
        "Vergeleken met {before}: {told}.",
        "Compared with {before}: {told}.",
        before=delivery.previous,
        told="; ".join(f"{name}: {number} {_word(writer, kind)}" for name, kind, number in counted_by),
    )
    shown = table.head(_CHANGES).with_columns(pl.col("change").replace({k: _word(writer, k) for k in _WORDS}))
    note = writer.text(
        "{n} van {all} veranderingen; de tabel changes in de gegevens heeft alle.",
        "{n} of {all} changes; the table changes in the data has all.",
        n=shown.height,
        all=table.height,
    )
    names = ("table", "change", f"label_{writer.language}", "column", "before", "after")
    _frame(writer, shown.select(names), ("Veranderingen", "Changes"), (note,))


def data(writer: Writer, delivery: Delivery | None) -> None:
    """Write which files the report goes with, and what protecting them cost."""
    if delivery is None:
        return
    writer.heading(1, "De gegevens bij dit rapport", "The data with this report")
    writer.say(
        "Naast dit rapport staan de gegevens in open vormen, met hun beschrijving en controlegetallen.",
        "Beside this report are the data in open forms, with their description and checksums.",
    )
    rows = [(str(file.name), str(file.title[writer.language])) for file in delivery.files]
    heads = [(writer.text("Bestand", "File"), False), (writer.text("Wat het is", "What it is"), False)]
    writer.listing(writer.text("Bestanden", "Files"), heads, rows)
    cost = delivery.loss.filter((pl.col("suppressed") > 0) | (pl.col("given") != "whole"))
    if cost.is_empty():
        writer.say(
            "Geen enkel cijfer is afgeschermd: alle cijfers konden zo naar buiten.",
            "No figure is withheld: all figures could go out as they are.",
        )
    else:
        _frame(writer, cost, ("Wat afschermen kost, per tabel", "What withholding costs, by table"), ())


def _word(writer: Writer, name: str) -> str:
    return writer.text(*_WORDS.get(name, (name, name)))


def _frame(writer: Writer, table: pl.DataFrame, caption: tuple[str, str], notes: tuple[str, ...]) -> None:
    """Write a table of the delivery, without columns that say nothing."""
    names = [name for name in table.columns if table[name].cast(pl.String).fill_null("").str.len_chars().sum()]
    rows = [tuple(_short(value) for value in row) for row in table.select(names).iter_rows()]
    heads = [(_word(writer, name), table[name].dtype.is_numeric()) for name in names]
    writer.listing(writer.text(*caption), heads, rows, notes=notes)


def _short(value: object) -> str:
    if value is None or value == "":
        return "–"
    return f"{value:.3g}" if isinstance(value, float) else str(value)
