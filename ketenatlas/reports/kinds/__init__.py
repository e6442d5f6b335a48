"""The kinds of reports: one module each, found by itself."""
