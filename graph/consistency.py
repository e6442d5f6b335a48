"""Consistency: Owlready2 loads the ontology and HermiT (Java) looks for contradictions."""

import io
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

import rdflib

from graph.errors import AtlasError
from graph.resources import room


class InconsistentError(AtlasError):
    """The ontology, or the facts given with it, contradict themselves."""


class NoJavaError(AtlasError):
    """HermiT cannot run here."""


def check_ontology(extra: Iterable[Path] = (), folder: Path | None = None) -> str:
    """Let HermiT check the ontology modules together with further files.

    Args:
        extra: Turtle files with facts to check against the ontology.
        folder: where the modules lie; the bundled ones by default.

    Returns:
        A sentence that says what was checked.

    Raises:
        NoJavaError: if there is no Java on this machine.
        InconsistentError: if there is a contradiction.
    """
    if shutil.which("java") is None:
        raise NoJavaError("Java is needed to check consistency with HermiT and was not found on this machine")
    import owlready2  # noqa: PLC0415 - needed here only

    merged = rdflib.Graph()
    modules = sorted((folder or room("ontology")).glob("*.ttl"))
    for path in [*modules, *extra]:
        merged.parse(path, format="turtle")
    # The modules are merged into one file, so there is nothing left to import.
    merged.remove((None, rdflib.OWL.imports, None))
    world = owlready2.World()
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / "merged.rdf"
        path.write_bytes(merged.serialize(format="xml", encoding="utf-8"))
        loaded = world.get_ontology(path.as_uri())
        loaded.load(fileobj=io.BytesIO(path.read_bytes()))
    try:
        owlready2.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError as error:
        raise InconsistentError(f"the ontology contradicts itself: {error}") from None
    impossible = sorted(str(c.iri) for c in world.inconsistent_classes() if c is not owlready2.Nothing)
    if impossible:
        raise InconsistentError(f"these classes can have no member: {', '.join(impossible)}")
    classes, properties = len(list(world.classes())), len(list(world.properties()))
    return f"consistent: {classes} classes and {properties} properties in {len(modules)} modules (HermiT)"
