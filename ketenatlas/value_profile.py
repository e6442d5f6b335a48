"""The profile of regional added value as someone fills it in, and the tables it becomes.

A profile stands on four categories, each with its desired and its undesired pole, a rationale and evidence. It has no
total and no outcome: nothing here adds up, ranks or weighs.
"""

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field

from ketenatlas.exports import neutral

NOT_ASSESSED = "not-assessed"
POLES = ("desired", "mixed", "undesired", NOT_ASSESSED)
CATEGORIES = ("economic-ecosystem", "societal-value", "living-environment", "scarce-factors")
EVIDENCE = ("asserted", "estimated", "reconstructed")
ITEMS = 2
"""Pieces of evidence the form has room for, per category."""
CRITERIA = 3
"""Criteria the form has room for."""
LIMIT = 2000
"""Characters a field holds at most."""
_NUMBERS = ("value", "area_ha")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")

Tables = Mapping[str, Sequence[Mapping[str, str]]]


@dataclass(frozen=True)
class Item:
    """A piece of evidence.

    Attributes:
        what: what was seen, and where that can be read.
        value: the number, where there is one.
        unit: of what.
    """

    what: str
    value: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Finding:
    """What was found on one category."""

    category: str
    pole: str = NOT_ASSESSED
    rationale: str = ""
    evidence: str = "estimated"
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Criterion:
    """A criterion for allocating land, as it is announced beforehand.

    Attributes:
        text: what is asked.
        category: the category it rests on.
        verifiable: how it is verified; empty means that it cannot be.
        reasonable: why it may be asked; empty means that nobody said.
    """

    text: str
    category: str
    verifiable: str = ""
    reasonable: str = ""

    @property
    def whole(self) -> str:
        """The criterion as one sentence, with how it is verified and why it may be asked."""
        added = [("te toetsen aan", self.verifiable), ("redelijk omdat", self.reasonable)]
        told = "; ".join(f"{word}: {words}" for word, words in added if words)
        return f"{self.text} ({told})" if told else self.text


@dataclass(frozen=True)
class Plan:
    """A plan, or a lead, that is no establishment of the atlas yet. Names of companies have no place in it.

    Attributes:
        name: what it is called, by language.
        qualities: qualities of the place it asks for.
        work_environment: in which work environment, if that is known.
        area: hectares, if they are known.
    """

    name: Mapping[str, str]
    qualities: tuple[str, ...]
    work_environment: str = ""
    area: str = ""


@dataclass(frozen=True)
class Profile:
    """A profile as filled in.

    Attributes:
        establishment: key of an establishment of the atlas, or nothing.
        plan: what it is about if it is no establishment of the atlas.
        phase: in which phase it is made.
        place_kind: what the criteria apply to: region, municipality or park.
        place: its key.
        findings: one per category.
        criteria: criteria for land allocation.
        faults: what is missing or cannot be, by field: a key of the words, and what it is about.
    """

    establishment: str
    plan: Plan
    phase: str
    place_kind: str
    place: str
    findings: tuple[Finding, ...]
    criteria: tuple[Criterion, ...]
    faults: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The key of the profile in the tables."""
        return "-".join(part for part in (self.establishment or self.lead, self.phase) if part)

    @property
    def lead(self) -> str:
        """The key of the plan in the tables; empty for an establishment."""
        return slug(self.plan.name["nl"])


def slug(words: str) -> str:
    """Words as a key: lower-case letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def filled(fields: Mapping[str, str], known: Mapping[str, Container[str]], qualities: Sequence[str] = ()) -> Profile:
    """A profile from the fields of the form, with the faults in it.

    Args:
        fields: by name: ``establishment``, or ``plan.nl``, ``plan.en``, ``work_environment`` and ``area``; ``phase``,
            ``place_kind``, ``place``; for each category ``<category>.pole``, ``.rationale``, ``.evidence``,
            ``.item1.what``, ``.item1.value``, ``.item1.unit``; ``criterion1.text``, ``.category``, ``.verifiable``,
            ``.reasonable``.
        known: what may be chosen: keys by ``establishment``, ``phase``, ``quality``, ``work_environment``, ``region``,
            ``municipality``, ``park``.
        qualities: qualities of the place that the plan asks for.
    """

    def told(name: str) -> str:
        return fields.get(name, "").strip()[:LIMIT]

    faults: dict[str, str] = {}
    findings, criteria = _findings(told, faults), _criteria(told, faults)
    name = {"nl": told("plan.nl"), "en": told("plan.en") or told("plan.nl")}
    plan = Plan(name, tuple(qualities), told("work_environment"), told("area").replace(",", "."))
    profile = Profile(
        told("establishment"), plan, told("phase"), told("place_kind") or "region", told("place"),
        findings, criteria, faults,
    )  # fmt: skip
    if bool(profile.establishment) == bool(profile.lead):
        faults["establishment"] = "one_of_two"
    elif profile.establishment and profile.establishment not in known["establishment"]:
        faults["establishment"] = "not_in_atlas"
    elif profile.lead:
        if not plan.qualities or any(one not in known["quality"] for one in plan.qualities):
            faults["quality"] = "say_quality"
        if plan.work_environment and plan.work_environment not in known["work_environment"]:
            faults["work_environment"] = "not_known"
        if plan.area and not (_NUMBER.fullmatch(plan.area) and float(plan.area) > 0):
            faults["area"] = "no_number"
    if profile.phase not in known["phase"]:
        faults["phase"] = "say_phase"
    if criteria and profile.place not in known.get(profile.place_kind, ()):
        faults["place"] = "say_place"
    return profile


def _findings(told: Callable[[str], str], faults: dict[str, str]) -> tuple[Finding, ...]:
    """What was found on each category; a side that is chosen asks for a rationale and for evidence."""
    findings = []
    for category in CATEGORIES:
        items = []
        for at in range(1, ITEMS + 1):
            item = Item(*(told(f"{category}.item{at}.{part}") for part in ("what", "value", "unit")))
            item = Item(item.what, item.value.replace(",", "."), item.unit)
            if item.value and not _NUMBER.fullmatch(item.value):
                faults[f"{category}.item{at}.value"] = "no_number"
            if (item.value or item.unit) and not item.what:
                faults[f"{category}.item{at}.what"] = "say_what"
            if item.what or item.value:
                items.append(item)
        pole = told(f"{category}.pole") or NOT_ASSESSED
        evidence = told(f"{category}.evidence") or "estimated"
        found = Finding(category, pole, told(f"{category}.rationale"), evidence, tuple(items))
        if pole not in POLES:
            faults[f"{category}.pole"] = "not_known"
        if evidence not in EVIDENCE:
            faults[f"{category}.evidence"] = "not_known"
        if pole != NOT_ASSESSED and not found.rationale:
            faults[f"{category}.rationale"] = "say_why"
        if pole != NOT_ASSESSED and not items:
            faults[f"{category}.item1.what"] = "say_on_what"
        if pole == NOT_ASSESSED and items:
            faults[f"{category}.pole"] = "evidence_unused"
        findings.append(found)
    return tuple(findings)


def _criteria(told: Callable[[str], str], faults: dict[str, str]) -> tuple[Criterion, ...]:
    """The criteria that were written down, each on a category."""
    criteria = []
    for at in range(1, CRITERIA + 1):
        parts = (told(f"criterion{at}.{part}") for part in ("text", "category", "verifiable", "reasonable"))
        criterion = Criterion(*parts)
        if criterion.text and criterion.category not in CATEGORIES:
            faults[f"criterion{at}.category"] = "say_category"
        if criterion.text:
            criteria.append(criterion)
        elif criterion.verifiable or criterion.reasonable:
            faults[f"criterion{at}.text"] = "say_what"
    return tuple(criteria)


def tables(profile: Profile) -> Tables:
    """The rows of a profile, by the loader that reads them; source and date are told when the files are loaded.

    A category that was not assessed has a row that says so. A plan is an acquisition lead of the atlas.
    """
    claim = {"valid_from": "", "valid_to": ""}
    least = max((EVIDENCE.index(found.evidence) for found in profile.findings if found.pole != NOT_ASSESSED), default=1)
    head = {
        "assessment_id": profile.key,
        "establishment": profile.establishment,
        "lead": profile.lead,
        "phase": profile.phase,
        "framework": "",
        "evidence": EVIDENCE[least],
        **claim,
    }
    rows: dict[str, list[Mapping[str, str]]] = {"leads": []}
    if profile.lead:
        plan = profile.plan
        rows["leads"].append({
            "lead_id": profile.lead, "label_nl": plan.name["nl"], "label_en": plan.name["en"],
            "quality": ";".join(plan.qualities), "work_environment": plan.work_environment, "stage": "",
            "area_ha": plan.area, "evidence": "asserted", **claim,
        })  # fmt: skip
    rows |= {"assessments": [head], "findings": [], "evidence_items": []}
    for found in profile.findings:
        key = f"{profile.key}-{found.category}"
        rows["findings"].append({
            "finding_id": key, "assessment": profile.key, "category": found.category, "pole": found.pole,
            "rationale": found.rationale or "Niet beoordeeld", "evidence": found.evidence, **claim,
        })  # fmt: skip
        rows["evidence_items"] += [
            {
                "item_id": f"{key}-{at}", "finding": key, "indicator": "", "value": item.value, "unit": item.unit,
                "rationale": item.what, "evidence": found.evidence, **claim,
            }
            for at, item in enumerate(found.items, start=1)
        ]  # fmt: skip
    if profile.criteria:
        rows["criteria"] = [
            {
                "criterion_id": f"{profile.key}-{at}", "scope_kind": profile.place_kind, "scope": profile.place,
                "category": criterion.category,
                "text": criterion.whole,
                "phase": profile.phase, "work_environment": "",
                "verifiable": "true" if criterion.verifiable else "false", "indicator": "", "document": "",
                "evidence": "asserted", **claim,
            }
            for at, criterion in enumerate(profile.criteria, start=1)
        ]  # fmt: skip
    return {name: found for name, found in rows.items() if found}


def packed(profile: Profile) -> bytes:
    """The tables of a profile as a ZIP file of CSV files; the same profile gives the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in tables(profile).items():
            text = io.StringIO()
            writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows({c: cell if c in _NUMBERS else neutral(cell) for c, cell in row.items()} for row in rows)
            archive.writestr(zipfile.ZipInfo(f"{name}.csv"), text.getvalue().encode("utf-8-sig"))
    return made.getvalue()


def commands(profile: Profile) -> list[str]:
    """The commands that load the tables, in the order in which they refer to each other."""
    return [f'ketenatlas load {name} {name}.csv --title "..." --published JJJJ-MM-DD' for name in tables(profile)]
