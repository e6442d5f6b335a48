"""Fuzzing the server: ``python -m tests.fuzz --minutes 30``."""
