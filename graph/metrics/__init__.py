"""Metrics: formulas over columns, one family a module, each with its source and a worked example in the tests."""
