"""Figures: one kind of picture a module, each with a ``FIGURE`` (see :mod:`ketenatlas.views.figure`)."""
