"""Disclosure control: which cells of a table may leave the building, so that nobody's own number can be reckoned back.

:func:`~graph.disclosure.protecting.protect` gives every cell a status, :func:`~graph.disclosure.protecting.published`
what may then be shown, :func:`~graph.disclosure.protecting.loss` what was lost by it, and
:func:`~graph.disclosure.attack.attack` what somebody can reckon from what was shown.

The words are those of Hundepool and others (2012), Statistical Disclosure Control, Wiley; the problem of secondary
suppression is that of Fischetti and Salazar (2001), Solving the cell suppression problem on tabular data with linear
constraints, Management Science 47(7), pages 1008-1026. :mod:`graph.disclosure.cubes` does all this for the cubes of
an atlas.
"""

from graph.disclosure.attack import attack
from graph.disclosure.protecting import loss, protect, published
from graph.disclosure.release import open_rows
from graph.disclosure.rules import Rules

__all__ = ["Rules", "attack", "loss", "open_rows", "protect", "published"]
