"""The benchmark of networks measures what it says and fails when engines disagree."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks import networks
from graph.errors import AtlasError


def test_every_engine_is_measured_on_every_metric():
    measured = networks.measure((300,), most_networkx=300)
    assert measured.columns == list(networks.COLUMNS)
    asked = {(metric, engine) for metric, how in networks.METRICS.items() for engine in how.ask}
    assert set(measured.select("metric", "engine").rows()) == asked
    ours = measured.filter(measured["engine"] == "ours")
    assert ours["ratio"].to_list() == [1.0] * len(networks.METRICS)


def test_engines_that_disagree_fail_the_run(monkeypatch):
    cores = networks.METRICS["k-core"]
    wrong = replace(cores, ask={"ours": cores.ask["ours"], "networkx": lambda graph: np.zeros(len(graph))})
    monkeypatch.setattr(networks, "METRICS", {"k-core": wrong})
    with pytest.raises(AtlasError, match="networkx gives another k-core than ours on 200 nodes"):
        networks.measure((200,), most_networkx=200)


def test_the_table_is_made_up_the_same_way_each_time():
    assert networks.supplies(100).equals(networks.supplies(100))
    assert not networks.supplies(100).equals(networks.supplies(100, seed=2))
