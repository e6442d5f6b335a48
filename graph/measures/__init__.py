"""Measures: one family a module, each a list ``MEASURES`` that :mod:`graph.measuring` finds."""
