"""The plans that come with the bot (seeds/): held against what is loaded, and loaded again where they have changed."""

import re
from dataclasses import replace

from bot.desk import Desk, Letters
from bot.documents.drafts import DocumentError, DraftPlan
from bot.documents.seed import read_seed, read_units, shipped
from bot.errors import Gone, Refusal
from bot.handlers.deciding import carry_out
from bot.rules.changes import counts
from bot.store import lists, plans
from bot.store.exporting import as_draft
from bot.texts import File
from models import Plan

MOST_WORKBOOKS = 12  # buttons; the others by their code


def reseed_shipped(desk: Desk) -> Letters:
    """/reseed [方案代码]: how a document is sent, the loaded plans as workbooks, and where the files in seeds/ differ."""
    wanted = desk.words.strip()
    drafts, loaded = _drafts(), [*desk.book.plans.values()]
    if wanted:
        drafts = {code: draft for code, draft in drafts.items() if code == wanted}
        loaded = [plan for plan in loaded if plan.code == wanted]
        if not drafts and not loaded:
            raise Refusal("no_seed", code=wanted[:40])
    found = [(draft, plans.compare(desk.session, draft)) for draft in drafts.values()]
    rows = [[desk.button("apply", f"z:{_stamp(draft)}", code=draft.code)] for draft, one in found if one.applies]
    rows += [[desk.button("workbook", f"ze:{plan.id}", code=plan.code)] for plan in loaded[:MOST_WORKBOOKS]]
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


def workbook(desk: Desk) -> Letters:
    """A loaded plan as the workbook that can be edited and sent back. Raises Gone for an unknown plan."""
    (plan_id,) = desk.numbers(1)
    plan = desk.session.get(Plan, plan_id)
    if plan is None:
        raise Gone("gone")
    desk.take_time()
    draft = as_draft(desk.session, plan)
    from bot.documents.ledger import write_plan  # loaded only where there is a spreadsheet

    content = write_plan(draft, lists.units_named(desk.session, draft))
    return replace(desk.letter("reseed_ledger"), file=File(workbook_name(draft), content))


def workbook_name(draft: DraftPlan) -> str:
    """What the file is called on an admin's phone: the plan's title, without what a file name may not hold."""
    title = re.sub(r"[^\w（）《》“”+-]+", "", draft.title)[:40]
    return f"{title or draft.code}-台账.xlsx"


def load_shipped(desk: Desk) -> Letters:
    """Load the difference that was shown; refuses when the files have changed since."""
    code = desk.words.partition(":")[0]
    draft = next((one for one in _drafts().values() if one.code[:32] == code), None)
    if draft is None or desk.words != _stamp(draft):
        raise Gone("seed_changed")
    plans.seed_units(desk.session, read_units())
    return carry_out(desk, draft, decide={})[1]
