"""Cubes, one subject a module, found by themselves; see :mod:`graph.cubing`."""
