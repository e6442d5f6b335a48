"""Encoded: all statements of an atlas as numbers, mapped into memory as they lie on disk.

The default graph only: each triple once, whatever named graphs it stands in. Terms are numbered from 1; 0 is no term.
Literals come first, ordered by kind and then by the bytes of their value, so that each kind is one range; then IRIs,
ordered by what is said of them, so that things with the same properties have numbers in a row.

Little is imported here, so that a query worker starts in milliseconds.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from graph.errors import AtlasError

FOLDER = "columns"
"""Folder of an atlas that holds its statements as numbers."""

HEAD = 16
"""How many bytes of a literal stand among the heads."""
Numbers = npt.NDArray[np.uint32]


class Kind(NamedTuple):
    """What a term is: ``iri``, or ``literal`` with the full IRI of its datatype and its language, if any."""

    type: str
    datatype: str
    language: str


@dataclass(frozen=True)
class Predicate:
    """Where the pairs of a property lie in the four columns, and how many different things they join."""

    start: int
    count: int
    subjects: int
    objects: int


@dataclass(frozen=True)
class Encoded:
    """The statements of an atlas as numbers.

    Attributes:
        kinds: the kinds of term there are; that at 0 is none.
        kind: the kind of each term, by number.
        text: the UTF-8 bytes of all values (IRIs without brackets, literals without quotes), one after the other.
        offsets: where the value of each term begins in ``text``; that of the next is where it ends.
        heads: the first bytes of each literal, by number, so that many are looked up at once; that of none is empty.
        iri_order: all IRIs in order of their bytes.
        predicates: by IRI.
        so_s: subjects of all pairs, per property in order of subject and object.
        so_o: the objects that go with them.
        os_o: objects of all pairs, per property in order of object and subject.
        os_s: the subjects that go with them.
    """

    kinds: tuple[Kind, ...]
    kind: npt.NDArray[np.uint16]
    text: npt.NDArray[np.uint8]
    offsets: npt.NDArray[np.int64]
    heads: npt.NDArray[np.bytes_]
    iri_order: Numbers
    predicates: Mapping[str, Predicate]
    so_s: Numbers
    so_o: Numbers
    os_o: Numbers
    os_s: Numbers

    @classmethod
    def open(cls, folder: Path) -> "Encoded":
        """Map the columns in a folder into memory.

        Raises:
            AtlasError: if there are none, for the atlas was built by an older version.
        """

        def array(name: str) -> Any:
            return np.load(folder / f"{name}.npy", mmap_mode="r")

        try:
            kinds = json.loads((folder / "kinds.json").read_text(encoding="utf-8"))
            predicates = json.loads((folder / "predicates.json").read_text(encoding="utf-8"))
            values = folder / "text.bin"
            # Nothing cannot be mapped.
            text = np.memmap(values, mode="r") if values.stat().st_size else np.zeros(0, np.uint8)
            return cls(
                kinds=tuple(Kind(*kind) for kind in kinds),
                kind=array("kinds"),
                text=text,
                offsets=array("offsets"),
                heads=array("heads"),
                iri_order=array("iri_order"),
                predicates={iri: Predicate(**told) for iri, told in predicates.items()},
                so_s=array("so_s"),
                so_o=array("so_o"),
                os_o=array("os_o"),
                os_s=array("os_s"),
            )
        except FileNotFoundError as error:
            name = Path(error.filename).name
            raise AtlasError(f"{folder} lacks {name}; make the atlas again with: ketenatlas build") from None

    def value(self, number: int) -> str:
        """The value of one term."""
        start, end = self.offsets[number : number + 2]
        return self.text[start:end].tobytes().decode()
