"""The table of metrics against published examples holds, covers the measures, and fails when one differs."""

from dataclasses import replace

import pytest
import typer

from benchmarks import metrics
from graph.errors import AtlasError


def test_every_example_gives_what_was_published(capsys):
    metrics.main()
    told = capsys.readouterr().out
    for one in metrics.EXAMPLES:
        assert one.metric.split()[0] in told
    assert "0.506879882147" in told


@pytest.mark.parametrize("value", [1.0, float("nan")])
def test_one_that_differs_fails_the_run(value):
    shannon = next(one for one in metrics.EXAMPLES if one.metric == "entropy")
    with pytest.raises(AtlasError, match=r"1 of 1 differ .* entropy \(chances 1/2.*published 1.75, ours"):
        metrics.computed((replace(shannon, ours=lambda: value),))


def test_the_command_ends_with_a_sentence_and_an_exit_code(monkeypatch, capsys):
    shannon = next(one for one in metrics.EXAMPLES if one.metric == "entropy")
    monkeypatch.setattr(metrics.computed, "__defaults__", ((replace(shannon, ours=lambda: 2.0),),))
    with pytest.raises(typer.Exit) as ended:
        metrics.main()
    assert ended.value.exit_code == 1
    assert "published 1.75, ours 2" in capsys.readouterr().out
