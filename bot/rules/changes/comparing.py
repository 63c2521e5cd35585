"""The measures a document states now, held against those that are loaded."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.documents.drafts import BadRow, DraftMeasure
from bot.rules.changes.fields import deadline_rows, target_fields
from bot.rules.changes.naming import Naming
from bot.rules.changes.pairing import duty_pairs, in_place, target_pairs
from bot.rules.changes.values import Changes, FieldChange, Matched
from models import Measure

NOBODY = Naming()
Limit = dict[str, Any]  # phrase, on, recurs


def changes(
    loaded: Sequence[Measure],
    drafts: Sequence[DraftMeasure],
    *,
    decide: Mapping[str, int | None] | None = None,
    naming: Naming = NOBODY,
    bad_rows: Iterable[BadRow] = (),
) -> Changes:
    """What loading the drafts would change. Measures are matched by number, title and text, not only by number.

    `decide` settles the ambiguous: a draft's ref → the id of the measure it is, or None: it is new. A measure whose row
    was bad stays as it is: a slip in a cell withdraws nothing.
    """
    from bot.rules.changes.matching import match  # numpy: a sixth of a second and 25 MB, and only for a reload

    drafts = [naming.without_doubles(draft) for draft in drafts]
    found, withdrawn = match(loaded, drafts, decide or {})
    named = {word for row in bad_rows for word in (*row.label.split(), *(value.strip() for _, value in row.cells))}
    spared = [one for one in withdrawn if one.id not in found.heirs and {one.ref, one.title} & named]
    withdrawn = [one for one in withdrawn if one not in spared]
    gone = {measure.id: measure for measure in withdrawn}
    return Changes(
        matched=compared([(found.pairs[index], drafts[index]) for index in sorted(found.pairs)], loaded, naming),
        added=tuple(found.open[index] for index in sorted(found.open)),
        withdrawn=tuple(withdrawn),
        ambiguous=tuple((drafts[index], found.ambiguous[index]) for index in sorted(found.ambiguous)),
        origins=tuple((drafts[index], found.origins[index]) for index in sorted(found.open) if index in found.origins),
        heirs=tuple((gone[id], drafts[index]) for id, index in found.heirs.items() if id in gone),
        spared=tuple(spared),
        units=naming.changes,
        bad_rows=naming.bad_rows,
    )


def compared(
    pairs: Sequence[tuple[Measure, DraftMeasure]], loaded: Sequence[Measure], naming: Naming = NOBODY
) -> tuple[Matched, ...]:
    """Each pair, in document order, with what changes in it. Of measures that changed places only those are said to have
    moved that had to, so that one more measure in front moves nothing."""
    places = {measure.id: place for place, measure in enumerate(_in_order(loaded), start=1)}
    active = [(at, measure) for at, (measure, _) in enumerate(pairs) if measure.id in places]
    stayed = {active[index][0] for index in in_place([places[measure.id] for _, measure in active])}
    rank = {at: place for place, (at, _) in enumerate(active, start=1)}
    found = []
    for at, (measure, draft) in enumerate(pairs):
        fields = measure_changes(measure, draft, naming)
        if at in rank and at not in stayed:
            fields.append(FieldChange("order", places[measure.id], rank[at]))
        gone = measure.withdrawn_at is not None
        found.append(Matched(measure, draft, tuple(fields), returns=gone, ref=measure.ref, title=measure.title))
    return tuple(found)


def _in_order(loaded: Sequence[Measure]) -> list[Measure]:
    return sorted((one for one in loaded if one.withdrawn_at is None), key=lambda one: (one.position, one.id))


def measure_changes(measure: Measure, draft: DraftMeasure, naming: Naming = NOBODY) -> list[FieldChange]:
    """What the draft says otherwise than the loaded measure, field by field."""
    old: dict[str, Any] = {"sections": list(measure.sections)}
    new: dict[str, Any] = {"sections": list(draft.sections)}
    found = []
    for name in ("ref", "sections", "title", "text", "lead_basis"):
        before, after = old.get(name, getattr(measure, name)), new.get(name, getattr(draft, name))
        if before != after:
            found.append(FieldChange(name, before, after))
    found += _units(measure, draft, naming)
    if "targets" not in draft.keeps:
        found += _targets(measure, draft)
    if "deadlines" not in draft.keeps:
        found += _deadlines(measure.deadlines or [], deadline_rows(draft.deadlines))
    return found


def _units(measure: Measure, draft: DraftMeasure, naming: Naming) -> list[FieldChange]:
    pairs, ended = duty_pairs(measure, draft, naming)
    found = [FieldChange("units", duty.role, None, of=duty.printed) for duty in ended]
    stay = []
    for duty, name in pairs:
        role = draft.role_of(name)
        if duty is None or duty.withdrawn_at is not None:
            found.append(FieldChange("units", None, role, of=name))
            continue
        stay.append(duty)
        if duty.printed != name:
            found.append(FieldChange("units", duty.printed, name, of=name, part="printed"))
        if duty.role != role:
            found.append(FieldChange("units", duty.role, role, of=name))
    if stay != sorted(stay, key=lambda duty: duty.position):
        before = [duty.printed for duty in measure.duties if duty.withdrawn_at is None]
        found.append(FieldChange("units", before, list(draft.units), part="order"))
    return found


def _deadlines(old: Sequence[Limit], new: Sequence[Limit]) -> list[FieldChange]:
    """Limits that come, go, or have another day behind the same words."""
    gone, come = [one for one in old if one not in new], [one for one in new if one not in old]
    found = []
    for one in list(come):
        same = next((before for before in gone if before["phrase"] == one["phrase"]), None)
        if same is not None:
            gone.remove(same)
            come.remove(one)
            found += [
                FieldChange("deadlines", same[part], one[part], of=one["phrase"], part=part)
                for part in ("on", "recurs")
                if same[part] != one[part]
            ]
    found += [FieldChange("deadlines", one, None, of=one["phrase"]) for one in gone]
    found += [FieldChange("deadlines", None, one, of=one["phrase"]) for one in come]
    if not found and list(old) != list(new):
        order = [one["phrase"] for one in old], [one["phrase"] for one in new]
        found.append(FieldChange("deadlines", *order, part="order"))
    return found


def _targets(measure: Measure, draft: DraftMeasure) -> list[FieldChange]:
    pairs, ended = target_pairs(measure, draft)
    found = [FieldChange("targets", target_fields(target), None, of=target.indicator) for target in ended]
    stay = []
    for target, one in pairs:
        new = target_fields(one)
        if target is None or target.withdrawn_at is not None:
            found.append(FieldChange("targets", None, new, of=one.indicator))
            continue
        stay.append(target)
        old = target_fields(target)
        of = target.indicator
        found += [
            FieldChange("targets", old[name], new[name], of=of, part=name) for name in new if old[name] != new[name]
        ]
    if stay != sorted(stay, key=lambda target: target.position):
        order = [target.indicator for target in measure.targets if target.withdrawn_at is None]
        found.append(FieldChange("targets", order, [one.indicator for one in draft.targets], part="order"))
    return found
