"""Side-by-side measurements: ours against the engines one would take instead, in one run on one machine.

Each module with a ``main`` is one benchmark, run as ``python -m benchmarks.<name>``. Nothing here is shipped.
"""
