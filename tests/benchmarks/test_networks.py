"""The benchmark of networks measures what it says and fails when engines disagree."""

import numpy as np
import pytest

from benchmarks import networks
from graph.errors import AtlasError


def test_every_engine_is_measured_on_every_metric():
    measured = networks.measure((300,), most_networkx=300)
    assert measured.columns == list(networks.COLUMNS)
    asked = {(metric, engine) for metric, engines in networks.METRICS.items() for engine in engines}
    assert set(measured.select("metric", "engine").rows()) == asked
    ours = measured.filter(measured["engine"] == "ours")
    assert ours["ratio"].to_list() == [1.0] * len(networks.METRICS)


def test_engines_that_disagree_fail_the_run(monkeypatch):
    wrong = {"ours": networks.METRICS["k-core"]["ours"], "other": lambda table, nodes: np.zeros(nodes)}
    monkeypatch.setattr(networks, "METRICS", {"k-core": wrong})
    with pytest.raises(AtlasError, match="other gives another k-core than ours on 200 nodes"):
        networks.measure((200,), most_networkx=200)


def test_the_table_is_made_up_the_same_way_each_time():
    assert networks.supplies(100).equals(networks.supplies(100))
    assert not networks.supplies(100).equals(networks.supplies(100, seed=2))
