"""Columns: all statements of an atlas as numbers, for questions that go over many of them."""
