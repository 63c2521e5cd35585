"""Who leads, by what the document itself says; never presumed."""

from __future__ import annotations

from bot.documents.conventions import FIRST_LISTED, Rules
from bot.documents.roles import Body, Named
from bot.documents.shape import shape
from bot.documents.units import is_group
from bot.documents.vocabulary import LEAD, MAIN, OWN, SUPPORT


def leads_of(body: Body, rules: Rules) -> tuple[tuple[str, ...], str]:
    """The leading units of one assignment and the ground for it; no unit where the document states no lead."""
    named = body.named
    own = any(one.role == OWN for one in named)
    first = named[:1]
    if said := [one for one in named if one.role == LEAD]:
        return _of(said), "keyword"
    if starred := [one for one in named if one.starred]:
        return _of(starred), "asterisk"
    if len(named) == 1 and not (own and is_group(first[0].name)):
        return _of(first), "single-unit"
    if rules.before_comma and not any(one.role == SUPPORT for one in named):
        return _of([one for one in named if one.group == first[0].group]), "before-comma"
    stated_here = bool(FIRST_LISTED.search(shape(body.conventions)))
    if rules.first_listed and (stated_here or not own):
        return _of(first), "first-listed-group" if is_group(first[0].name) else "first-listed"
    main = [one for one in named if one.role == MAIN]
    if main and rules.main_leads and body.labelled:
        return _of(main), "main-and-support"
    if main and any(one.role in (SUPPORT, OWN) for one in named):
        return _of(main), "main-and-support"
    return (), "each-own-function" if own else "none"


def _of(named: list[Named]) -> tuple[str, ...]:
    return tuple(one.name for one in named)
