"""Forms in which the tables of a delivery are given out, one a module, found by themselves."""
