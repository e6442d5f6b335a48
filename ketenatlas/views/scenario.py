"""A scenario as a document: what was assumed, before and after, what is cut, and what it all rests on."""

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from graph.asking import Source
from graph.labelling import level_words
from graph.outcome import Outcome
from ketenatlas.views.document import document
from ketenatlas.views.paired import paired_dots
from ketenatlas.views.table import citation

WORDS = {
    "nl": {
        "kind": "Scenario",
        "what_if": "Een wat-als: niemand zegt dat dit gebeurt of gaat gebeuren.",
        "day": "peildatum",
        "evidence": "bewijs",
        "surer": "of zekerder",
        "chain": "keten",
        "all": "alle",
        "assumed": "Wat is aangenomen",
        "summary": "In het kort",
        "cut_number": "leveringen geraakt",
        "cut_one": "levering geraakt",
        "last_number": "keer verdwijnt de laatste bekende vestiging met een schakel uit een gebied",
        "output": "van alle gedocumenteerde leveringen wordt geraakt, waarvan {direct} van wie zelf uitvalt",
        "gone": "Wat uit een gebied verdwijnt",
        "gone_help": "Na dit scenario kent de atlas er geen vestiging meer met deze schakel. Anderen kunnen er zijn "
        "zonder dat "
        "een bron hen noemt.",
        "areas": "verdwijnt uit",
        "rows": "rijen",
        "picture": "Vestigingen per schakel en regio",
        "reading": "Open stip: ervoor. Dichte stip: erna.",
        "establishments": "Vestigingen die een schakel uitvoeren",
        "parks": "Terreinen waar een schakel is of zou kunnen zijn",
        "designations": "Terreinen met een aanwijzing",
        "chains": "Per keten",
        "stages": "schakels in de regio's",
        "supplies": "leveringen",
        "number": "vestigingen",
        "stage": "schakel",
        "designation": "aanwijzing",
        "scale": "schaal",
        "area": "gebied",
        "before": "voor",
        "after": "na",
        "change": "verschil",
        "asserted": "alleen vastgesteld",
        "elsewhere": "elders",
        "last": "laatste",
        "yes": "ja",
        "park": "terrein",
        "municipality": "gemeente",
        "region": "regio",
        "province": "provincie",
        "cut": "Leveringen die wegvallen",
        "from_stage": "van schakel",
        "from_region": "uit",
        "to_stage": "naar schakel",
        "to_region": "in",
        "relations": "leveringen",
        "companies": "Wie een levering verliest of vertrekt",
        "companies_help": "Op alfabet, niet op risico. Alleen wie geraakt wordt op vastgesteld of geschat bewijs.",
        "establishment": "vestiging",
        "leaves": "vertrekt",
        "unknown": "onbekend",
        "nothing": "Niets.",
        "notes": "Hoe dit te lezen",
        "rests": "Dit rust op bewijs:",
        "sources": "Bronnen",
        "measure": "wat",
    },
    "en": {
        "kind": "Scenario",
        "what_if": "A what-if: nobody says that this happens or is going to happen.",
        "day": "as of",
        "evidence": "evidence",
        "surer": "or surer",
        "chain": "chain",
        "all": "all",
        "assumed": "What was assumed",
        "summary": "In short",
        "cut_number": "supplies affected",
        "cut_one": "supply affected",
        "last_number": "times the last known establishment with a stage leaves an area",
        "output": "of all documented supplies is affected, of which {direct} by those that stop themselves",
        "gone": "What leaves an area",
        "gone_help": "After this scenario the atlas knows no establishment with this stage there any more. There may "
        "be "
        "others that no source names.",
        "areas": "leaves",
        "rows": "rows",
        "picture": "Establishments by stage and region",
        "reading": "Open dot: before. Filled dot: after.",
        "establishments": "Establishments that perform a stage",
        "parks": "Parks where a stage is or could be",
        "designations": "Parks with a designation",
        "chains": "By chain",
        "stages": "stages in the regions",
        "supplies": "supplies",
        "number": "establishments",
        "stage": "stage",
        "designation": "designation",
        "scale": "scale",
        "area": "area",
        "before": "before",
        "after": "after",
        "change": "change",
        "asserted": "asserted only",
        "elsewhere": "elsewhere",
        "last": "last",
        "yes": "yes",
        "park": "park",
        "municipality": "municipality",
        "region": "region",
        "province": "province",
        "cut": "Supplies that are cut",
        "from_stage": "from stage",
        "from_region": "in",
        "to_stage": "to stage",
        "to_region": "in",
        "relations": "supplies",
        "companies": "Who loses a supply or leaves",
        "companies_help": "By alphabet; no order of risk. Only those affected on asserted or estimated evidence.",
        "establishment": "establishment",
        "leaves": "leaves",
        "unknown": "unknown",
        "nothing": "Nothing.",
        "notes": "How to read this",
        "rests": "This rests on evidence:",
        "sources": "Sources",
        "measure": "what",
    },
}


def share(part: float, language: str) -> str:
    """A part of one in percents."""
    text = f"{part * 100:.1f}"
    return (text.replace(".", ",") if language == "nl" else text) + " %"


def summary(outcome: Outcome) -> list[str]:
    """What matters most, in a few lines."""
    language = outcome.view.language
    words = WORDS[language]
    gone = outcome.table.filter(
        (pl.col("measure") == "establishments") & (pl.col("scale") != "park") & pl.col("last")
    ).height
    cut = outcome.relations_cut
    lines = [f"{cut} {words['cut_one' if cut == 1 else 'cut_number']}", f"{gone} {words['last_number']}"]
    lost = outcome.output
    if lost is not None:
        least, most = share(lost.least, language), share(lost.most, language)
        span = least if least == most else f"{least} – {most}"
        lines.append(f"{span} {words['output'].format(direct=share(lost.direct, language))}")
    return lines


def title_of(outcome: Outcome) -> str:
    """What a scenario without a title of its own is called: what it assumes."""
    return outcome.assumed[0].partition(";")[0].rstrip(".") if outcome.assumed else ""


def scenario_page(outcome: Outcome, sources: Sequence[Source], title: str = "", about: str = "") -> str:
    """The outcome of a scenario as one HTML file that needs no connection and prints well.

    Args:
        outcome: what changes.
        sources: the sources of the outcome, to cite.
        title: what the scenario is called; what it assumes by default.
        about: what it is meant for.
    """
    language = outcome.view.language
    told = {"title": title or title_of(outcome), "words": WORDS[language]}
    return document("scenario.html.j2", language, body=scenario_body(outcome, sources, about), **told)


def scenario_body(
    outcome: Outcome,
    sources: Sequence[Source],
    about: str = "",
    link: Callable[[str], str | None] = lambda _: None,
    folded: bool = False,
) -> str:
    """What a scenario says, as HTML below a heading of the first order.

    Args:
        outcome: what changes.
        sources: the sources of the outcome, to cite.
        about: what it is meant for.
        link: gives the page of a thing, where there is one.
        folded: whether long tables and sources wait until a reader opens them; what leaves an area for good is said
            before them.
    """
    language = outcome.view.language
    words = WORDS[language]
    pairs = outcome.table.filter((pl.col("measure") == "establishments") & (pl.col("scale") == "region"))
    drawn = pairs.select("before", "after", stage="subject_label", region="area", region_label="area_label")
    chain = outcome.table["chain_label"].drop_nulls().unique().to_list() if outcome.view.chain else []
    told: dict[str, Any] = {
        "about": about,
        "chain": chain[0] if chain else outcome.view.chain,
        "summary": summary(outcome),
        "picture": paired_dots(drawn, words["picture"]) if drawn.height else "",
        "measures": [
            (measure, outcome.table.filter(pl.col("measure") == measure).to_dicts())
            for measure in ("establishments", "parks", "designations")
        ],
        "chains": outcome.chains.to_dicts(),
        "cut": outcome.cut.to_dicts(),
        "companies": outcome.companies.to_dicts(),
        "cited": [citation(source, language) for source in sources],
        "in_words": lambda found: level_words(found, language),
        "link": link,
        "folded": folded,
        "gone": _gone(outcome).to_dicts(),
    }
    return document("scenario-body.html.j2", language, words=words, outcome=outcome, **told)


def _gone(outcome: Outcome) -> pl.DataFrame:
    """Stages of which the last known establishment leaves a municipality, region or province, with those areas."""
    words = WORDS[outcome.view.language]
    left = outcome.table.filter((pl.col("measure") == "establishments") & (pl.col("scale") != "park") & pl.col("last"))
    area = pl.format("{} {}", pl.col("scale").replace(words), "area_label")
    key = ["chain", "chain_label", "subject", "subject_label"]
    return left.with_columns(place=area).group_by(key, maintain_order=True).agg("place")
