"""Metrics: one family of measures a module, each with its formula, its unit and who published it."""
