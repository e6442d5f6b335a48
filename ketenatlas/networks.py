"""Networks as pictures and files: what each is, and what is written when one is asked for."""

from collections.abc import Mapping
from pathlib import Path

from graph.errors import UsageError
from ketenatlas.atlas import Atlas

NETWORKS: Mapping[str, Mapping[str, str]] = {
    "flows": {
        "nl": "wie levert aan wie, per regio, gemeente of vestiging (--by); ook op afstand, via SPARQL",
        "en": "who supplies whom, by region, municipality or establishment (--by); also remotely, by SPARQL",
    },
    "chain": {
        "nl": "één keten: schakels, vestigingen en regio's (--chain); ook op afstand, via SPARQL",
        "en": "one chain: stages, establishments and regions (--chain); also remotely, by SPARQL",
    },
    "supply": {
        "nl": "wie levert aan wie, uit kolommen (--by region, municipality, park of establishment)",
        "en": "who supplies whom, from columns (--by region, municipality, park or establishment)",
    },
    "collaboration": {
        "nl": "wie werkt met wie samen (--by als bij supply)",
        "en": "who works with whom (--by as for supply)",
    },
    "stage-flow": {
        "nl": "welke schakel voedt welke: kennis van de keten, geen waargenomen levering",
        "en": "which stage feeds which: knowledge of the chain, not observed supply",
    },
    "bipartite": {
        "nl": "wat waar voorkomt (--one establishment, park, municipality of region; --two stage of chain)",
        "en": "what occurs where (--one establishment, park, municipality or region; --two stage or chain)",
    },
    "colocation": {
        "nl": "welke schakels op dezelfde plaatsen voorkomen (--by park, municipality of region; --of stage of chain)",
        "en": "which stages occur in the same places (--by park, municipality or region; --of stage or chain)",
    },
    "commuting": {
        "nl": "wie in de ene regio woont en in de andere werkt",
        "en": "who lives in one region and works in another",
    },
    "coalitions": {
        "nl": "welke innovatiecoalitie een plek heeft in welke keten",
        "en": "which innovation coalition has a place in which chain",
    },
    "projects": {
        "nl": "welke partij een rol heeft in welk project",
        "en": "which party has a role in which project",
    },
}
"""Every network and what it is."""

BY_SPARQL = ("flows", "chain")


def stem(name: str, by: str | None, told: Mapping[str, str | None]) -> str:
    """Name of the files of a network."""
    level = (by or "region") if name == "flows" else by or ""
    return "-".join(part for part in (name, level, str(told.get("chain") or "")) if part)


def draw(opened: Atlas, name: str, by: str | None, told: dict[str, str | None], folder: Path) -> list[Path]:
    """Write the picture of a network with GraphML and GEXF beside it; returns the files, the picture first.

    Raises:
        UsageError: if there is no such network or level, or a parameter cannot be understood.
    """
    from ketenatlas.exports import write_gexf, write_graphml  # noqa: PLC0415

    called = stem(name, by, told)
    if name in BY_SPARQL:
        from ketenatlas.views.captions import caption  # noqa: PLC0415
        from ketenatlas.views.network import network_page  # noqa: PLC0415

        graph = opened.network(name, by, **told)
        page = network_page(graph, *caption(graph, opened.language), opened.language)
    else:
        from ketenatlas.views.captions import projected_caption  # noqa: PLC0415
        from ketenatlas.views.explorer import explorer_page  # noqa: PLC0415

        graph = opened.network(name, by, **told)
        title = NETWORKS[name][opened.language].partition(" (")[0].partition("; ")[0]
        page = explorer_page(graph, *projected_caption(graph, title, opened.language), opened.language)
    folder.mkdir(parents=True, exist_ok=True)
    picture, graphml, gexf = (folder / f"{called}.{suffix}" for suffix in ("html", "graphml", "gexf"))
    picture.write_text(page, encoding="utf-8")
    write_graphml(graph, graphml)
    write_gexf(graph, gexf)
    return [picture, graphml, gexf]


def save(opened: Atlas, name: str, by: str | None, told: dict[str, str | None], path: Path) -> list[Path]:
    """Write a network to one file, in the form its ending asks for.

    Raises:
        UsageError: if there is no such form or network, or the network is one that SPARQL gives.
    """
    from ketenatlas.network_exports import write_network  # noqa: PLC0415

    if name in BY_SPARQL:
        raise UsageError(
            f"{name} goes to a folder; for {path.suffix} ask for supply, bipartite or another from columns"
        )
    return write_network(opened.network(name, by, **told), path)
