"""Addresses: parameters added, links followed, and what is no address told apart."""

from collections.abc import Mapping
from urllib.parse import urlencode, urljoin, urlsplit


def with_parameters(address: str, parameters: Mapping[str, object]) -> str:
    """An address with parameters after those it has."""
    return f"{address}{'&' if '?' in address else '?'}{urlencode(parameters)}"


def joined(address: str, told: str) -> str | None:
    """Where a link or redirect leads; None where it leads nowhere."""
    try:
        target = urljoin(address, told)
        _ = urlsplit(target).port
    except ValueError:
        return None
    return target
