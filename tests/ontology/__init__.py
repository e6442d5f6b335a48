"""Tests of the ontology itself: what it says of others, and what it says of itself."""
