"""The plans that come with the bot (seeds/): held against what is loaded, and loaded again where they have changed."""

from bot.desk import Desk, Letters
from bot.documents.drafts import DocumentError, DraftPlan
from bot.documents.seed import read_seed, read_units, shipped
from bot.errors import Gone, Refusal
from bot.handlers.deciding import carry_out
from bot.rules.changes import counts
from bot.store import plans


def reseed_shipped(desk: Desk) -> Letters:
    """/reseed [方案代码]: how a document is sent; and where the files in seeds/ differ from what is loaded."""
    wanted = desk.words.strip()
    drafts = _drafts()
    if wanted:
        drafts = {code: draft for code, draft in drafts.items() if code == wanted}
        if not drafts:
            raise Refusal("no_seed", code=wanted[:40])
    found = [(draft, plans.compare(desk.session, draft)) for draft in drafts.values()]
    rows = [[desk.button("apply", f"z:{_stamp(draft)}", code=draft.code)] for draft, one in found if one.applies]
    shown = [(draft, changes, counts(changes, draft.bad_rows)) for draft, changes in found]
    return desk.letter("reseed", rows=shown, buttons=rows)


def _drafts() -> dict[str, DraftPlan]:
    """The plans in seeds/ as they stand now. Raises Refusal naming what cannot be read."""
    try:
        return {draft.code: draft for draft in map(read_seed, shipped())}
    except DocumentError as error:
        raise Refusal("unreadable_seed", why=error.sentence) from None


def _stamp(draft: DraftPlan) -> str:
    """The plan and what was read, so that an old button cannot apply files that have changed since."""
    return f"{draft.code[:32]}:{plans.fingerprint(draft)[:16]}"


def load_shipped(desk: Desk) -> Letters:
    """Load the difference that was shown; refuses when the files have changed since."""
    code = desk.words.partition(":")[0]
    draft = next((one for one in _drafts().values() if one.code[:32] == code), None)
    if draft is None or desk.words != _stamp(draft):
        raise Gone("seed_changed")
    plans.seed_units(desk.session, read_units())
    return carry_out(desk, draft, decide={})[1]
