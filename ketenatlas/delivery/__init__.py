"""Delivery: what an atlas adds up to, as one folder that others can use without it (``ketenatlas report rev``).

:func:`deliver` writes it, :func:`seal` makes its checksums again when more was put into it.
"""

from ketenatlas.delivery.delivering import Delivered, Delivery, deliver
from ketenatlas.delivery.sealing import seal

__all__ = ["Delivered", "Delivery", "deliver", "seal"]
