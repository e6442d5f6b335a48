"""Metrics: one family of formulas per module, each with its unit and its author, over columns, not triples."""
