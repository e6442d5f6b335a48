"""A query that goes on and on steps back for quick ones."""

import os
import threading
import time
from pathlib import Path

import pytest

from graph.sandbox import LimitError, Limits, Sandbox


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_a_long_query_steps_back_for_quick_ones(brabant):
    with Sandbox(brabant.folder, Limits(seconds=20)) as sandbox:
        busy = sandbox._ready[0].pid

        def endless() -> None:
            with pytest.raises(LimitError):
                sandbox.answer("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")

        asking = threading.Thread(target=endless)
        before = os.getpriority(os.PRIO_PROCESS, busy)
        asking.start()
        until = time.monotonic() + 18
        while time.monotonic() < until and os.getpriority(os.PRIO_PROCESS, busy) == before:
            time.sleep(0.1)
        assert os.getpriority(os.PRIO_PROCESS, busy) == min(before + 15, 19)
        quick = [os.getpriority(os.PRIO_PROCESS, worker.pid) for worker in sandbox._ready]
        assert quick == [before] * len(quick)
        assert sandbox.answer("ASK { ?s ?p ?o }")[1]
        os.kill(busy, 9)
        asking.join(25)
        assert not asking.is_alive()
