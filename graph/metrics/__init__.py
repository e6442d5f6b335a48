"""Metrics: one family a file, network or table in, numbers out, each with its formula, unit and source."""
