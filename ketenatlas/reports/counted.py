"""Known establishments by chain, stage and region: from the data a report goes out with, or else from the questions."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from graph import extracts
from ketenatlas.reports.delivered import Delivery
from ketenatlas.reports.pictures import HIDDEN, Line
from ketenatlas.reports.writing import Writer
from ketenatlas.views.figure import in_order
from ketenatlas.views.palette import region_colour

Value = int | str | None


@dataclass(frozen=True)
class Counts:
    """How many establishments are known.

    Attributes:
        by_stage: by chain, stage and region.
        by_chain: by chain and region; an establishment in two stages of a chain counts once.
        low: the same by chain, on asserted claims only; empty where it is not known apart.
        protected: whether these are numbers that went through disclosure control.
    """

    by_stage: Mapping[tuple[str, str, str], Value]
    by_chain: Mapping[tuple[str, str], Value]
    low: Mapping[tuple[str, str], Value]
    protected: bool


def counts(writer: Writer, delivery: Delivery | None) -> Counts:
    """Known establishments by chain, stage and region.

    Args:
        writer: asks.
        delivery: data whose numbers are to be shown; those of the atlas are asked for without it.
    """
    if delivery is not None:
        return _delivered(delivery)
    stages: dict[tuple[str, str, str], Value] = {}
    for row in writer.rows("N-08"):
        at = (row["chain"], row["stage"], row["region"])
        stages[at] = int(stages.get(at) or 0) + int(row["establishments"])
    high: dict[tuple[str, str], Value] = {
        (row["chain"], row["region"]): int(row["establishments"]) for row in writer.rows("A1-08")
    }
    low: dict[tuple[str, str], Value] = {}
    if writer.evidence == "all":
        sure = writer.rows("A1-08", evidence="asserted")
        low.update(dict.fromkeys(high, 0))
        low.update({(row["chain"], row["region"]): int(row["establishments"]) for row in sure})
    return Counts(stages, high, low, protected=False)


def _delivered(delivery: Delivery) -> Counts:
    cells = delivery.tables["cells"].filter(
        pl.col("measure") == "establishments", pl.col("level") == "policy-region", pl.col("place").is_not_null()
    )
    value = pl.when(pl.col("status") == "suppressed").then(None).otherwise(pl.col("value").cast(pl.Int64))
    found = cells.with_columns(value.alias("value")).select("chain", "stage", "place", "evidence", "value", "status")
    stages: dict[tuple[str, str, str], Value] = {}
    chains: dict[tuple[str, str], Value] = {}
    low: dict[tuple[str, str], Value] = {}
    for chain, stage, place, evidence, number, status in found.iter_rows():
        told: Value = HIDDEN if status == "suppressed" else number
        if chain is not None and stage is None and evidence == "asserted":
            low[chain, place] = told
        elif chain is not None and stage is None and evidence == "all":
            chains[chain, place] = told
        elif chain is not None and evidence == "all":
            stages[chain, stage, place] = told
    return Counts(stages, chains, {**dict.fromkeys(chains, 0), **low}, protected=True)


def regions(writer: Writer) -> list[tuple[str, str, str]]:
    """The regions of the province, from west to east: address, label and colour."""
    labels = extracts.read(writer.view.folder, "memberships").filter("primary")["region"].unique().to_list()
    own = [region for region in in_order(labels, writer.names) if "/region/" in region]
    return [(region, writer.label(region), region_colour(region)) for region in own]


def chains(writer: Writer) -> list[tuple[str, str]]:
    """The chains by label: address and label."""
    return [(row["chain"], row["chainLabel"]) for row in writer.rows("A1-01")]


def stages(writer: Writer, chain: str) -> list[tuple[str, str]]:
    """The stages of a chain in order: address and label."""
    return list(dict.fromkeys((row["stage"], row["stageLabel"]) for row in writer.rows("A1-02", {"chain": chain})))


def stage_lines(writer: Writer, counted: Counts, chain: str, places: list[str]) -> list[Line]:
    """For each stage of a chain, how many are known in each of these regions."""
    return [
        Line(label, tuple(counted.by_stage.get((chain, stage, place)) for place in places))
        for stage, label in stages(writer, chain)
    ]


def chain_lines(writer: Writer, counted: Counts, places: list[str]) -> list[Line]:
    """For each chain, how many are known in each of these regions."""
    return [
        Line(label, tuple(counted.by_chain.get((chain, place)) for place in places)) for chain, label in chains(writer)
    ]


def between(low: Value, high: Value, writer: Writer) -> str:
    """A count in words, as two numbers where asserted claims alone give another one."""
    if high is None:
        return writer.text("onbekend", "unknown")
    if HIDDEN in (low, high):
        return writer.text("afgeschermd", "withheld")
    return f"{low}–{high}" if low is not None and low != high else str(high)


def flows(writer: Writer, delivery: Delivery | None) -> dict[tuple[str, str], Value]:
    """Known supplies from place to place, all chains together."""
    if delivery is None:
        return {(row["fromRegion"], row["toRegion"]): int(row["relations"]) for row in writer.rows("A1-10")}
    table = delivery.tables["flows"].filter(pl.col("level") == "policy-region", pl.col("evidence") == "all")
    told: dict[tuple[str, str], Value] = {}
    columns = table.select("from", "to", "chain", "value", "status")
    whole = columns.filter(pl.col("chain").is_null())
    for start, end, _, value, status in (columns if whole.is_empty() else whole).iter_rows():
        before = told.get((start, end), 0)
        hidden = status == "suppressed" or before == HIDDEN
        told[start, end] = HIDDEN if hidden else int(before or 0) + int(value)
    return told
