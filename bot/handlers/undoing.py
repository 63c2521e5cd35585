"""Taking a load back, and telling those whose lists a load has changed."""

from bot.desk import Desk, Letters
from bot.errors import Gone
from bot.rules.changes import counts
from bot.store import lists, plans
from bot.store.lists import Lists
from bot.texts import Button, label
from models import Plan, PlanLoad


def undo_button(desk: Desk, load: PlanLoad) -> Button:
    """The button that asks whether a load is to be taken back."""
    return desk.button("undo_load", f"zr:{load.id}")


def ask_roll_back(desk: Desk) -> Letters:
    """Ask once more before the last load of a plan is taken back."""
    load, plan = _last(desk)
    rows = [[desk.button("undo_load_sure", f"zz:{load.id}"), desk.button("undo_load_not", "zn:0")]]
    return desk.letter("reseed_undo_ask", plan=plan, load=load, buttons=rows)


def keep_loaded(desk: Desk) -> Letters:
    """No, what is loaded stays."""
    return desk.letter("reseed_kept", edits=desk.pressed)


def roll_back(desk: Desk) -> Letters:
    """Take the load back, and say what came back by it."""
    load, plan = _last(desk)
    before = lists.lists_of(desk.session, plan.code)
    undone = plans.roll_back(desk.session, plan.code, desk.now, desk.me, today=desk.today)
    desk.note("rolled back", plan=plan.code, load=load.id)
    told = tell_contacts(desk, plan, before, key=f"undo:{load.id}")
    return desk.letter(
        "reseed_undone", plan=plan, load=load, counts=counts(undone.changes), told=told, edits=desk.pressed
    )


def _last(desk: Desk) -> tuple[PlanLoad, Plan]:
    """The load of a button and its plan. Raises Gone when it is not the newest that still stands, or the first."""
    (load_id,) = desk.numbers(1)
    load = desk.session.get(PlanLoad, load_id)
    plan = desk.session.get(Plan, load.plan_id) if load else None
    if load is None or plan is None:
        raise Gone("gone")
    if load.rolled_back_at is not None:
        raise Gone("load_undone", code=plan.code)
    last = plans.last_load(desk.session, plan)
    if last is None or last.id != load.id:
        raise Gone("load_not_last", code=plan.code)
    return load, plan


def tell_contacts(desk: Desk, plan: Plan, before: Lists, *, key: str) -> int:
    """How many contacts are told, in one short notice each, that measures came onto their list or left it."""
    found = lists.news(desk.session, before, lists.lists_of(desk.session, plan.code))
    reached = [one for one in found if one.person.unreachable_at is None]
    for one in reached:
        desk.post(
            one.person,
            "reseed_notice",
            dedupe_key=f"{key}:{one.person.id}",
            title=plan.title,
            units=one.units,
            gained=one.gained,
            lost=one.lost,
            buttons=[[Button(label(one.person.language, "mine"), "mine")]],
        )
    return len(reached)
