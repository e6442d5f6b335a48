"""Where restructuring would serve chains: parks to be restructured beside the stages their region lacks.

A ground joins a park and a stage: a project on the park targets the stage, the park has a quality the stage needs, or a
stage on the park comes directly before or after it. Pairs of which the region already has the stage fall away.
"""

import polars as pl

from graph.analyses import Facts, members

_TARGET, _QUALITY, _NEAR = range(3)
_WORDS = {
    False: (
        "het project richt zich op de schakel",
        "het terrein heeft een kwaliteit die de schakel nodig heeft",
        "op het terrein zit een schakel die ervoor of erna komt",
    ),
    True: (
        "the project targets the stage",
        "the park has a quality the stage needs",
        "a stage on the park comes before or after it",
    ),
}
_PAIR = ("park", "chain", "chainLabel", "stage", "stageLabel")
_GROUND = pl.Schema(dict.fromkeys((*_PAIR, "ground", "quality", "near", "evidence", "source"), pl.String))


def analyse(rows: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """Parks with the missing stages they fit, most grounds first.

    Args:
        rows: claims that a park is outdated or to be restructured; one row per stage a project targets.
        facts: answers ``presences``, ``stage-flows`` and ``fitting-parks``.
    """
    presences = facts("presences").filter(pl.col("primary").cast(pl.String) == "true")
    words = _WORDS[bool(rows["english"].first())]
    grounds = pl.concat(
        [
            _targets(rows, words[_TARGET]),
            _qualities(facts("fitting-parks"), words[_QUALITY]),
            _near(presences, facts("stage-flows"), words[_NEAR]),
        ]
    )
    there = presences.select("stage", "region").unique()
    return (
        grounds.join(_parks(rows), on="park")
        .join(there, on=["stage", "region"], how="anti")
        .group_by(*_PAIR, "parkLabel", "region", "regionLabel", "regainedHa", "outdatedHa")
        .agg(
            number=pl.col("ground").n_unique(),
            grounds=members("ground"),
            qualities=members("quality"),
            nearStages=members("near"),
            evidence=members("evidence", "levels"),
            sources=members("source", "references"),
        )
        .sort("number", "regionLabel", "parkLabel", "chainLabel", "stageLabel", descending=[True, *[False] * 4])
    )


def _parks(rows: pl.DataFrame) -> pl.DataFrame:
    """Each park once: what its projects yield, the largest outdated area a source gives, and on whose word."""
    claims = rows.unique("claim").cast({"regained": pl.Float64, "outdated": pl.Float64})
    known = pl.col("regained").is_not_null().any()
    return claims.group_by("park", "parkLabel", "region", "regionLabel").agg(
        regainedHa=pl.when(known).then(pl.col("regained").sum()),
        outdatedHa=pl.col("outdated").max(),
        levels=members("level"),
        references=members("source"),
    )


def _ground(table: pl.DataFrame, word: str) -> pl.DataFrame:
    """A table of grounds in one form; what it does not tell is null."""
    told = table.with_columns(ground=pl.lit(word))
    return told.select(
        (pl.col(name) if name in told.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in _GROUND.items()
    )


def _targets(rows: pl.DataFrame, word: str) -> pl.DataFrame:
    return _ground(rows.filter(pl.col("stage").is_not_null()).rename({"level": "evidence"}), word)


def _qualities(fitting: pl.DataFrame, word: str) -> pl.DataFrame:
    return _ground(fitting.drop("quality").rename({"qualityLabel": "quality"}), word)


def _near(presences: pl.DataFrame, flows: pl.DataFrame, word: str) -> pl.DataFrame:
    """Stages directly before or after a stage that is performed on the park, on the word of presence and flow."""
    ends = ("fromStage", "fromStageLabel", "toStage", "toStageLabel")
    both_ways = pl.concat(
        flows.select(
            "chain",
            "chainLabel",
            "source",
            here=here,
            near=here_label,
            stage=there,
            stageLabel=there_label,
            flow_evidence="evidence",
        )
        for here, here_label, there, there_label in (ends, ends[2:] + ends[:2])
    )
    on_parks = presences.filter(pl.col("park").is_not_null()).select(
        "park",
        here="stage",
        evidence=pl.concat_str("evidence", "parkEvidence", separator="|"),
        presence_source="source",
    )
    found = both_ways.join(on_parks, on="here").with_columns(
        evidence=pl.concat_str("evidence", "flow_evidence", separator="|"),
        source=pl.concat_str("source", "presence_source", separator="|"),
    )
    return _ground(found, word)
