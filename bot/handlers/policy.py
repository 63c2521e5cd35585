"""The policy in plain words; a change is shown as what it would have sent before anybody can switch it on."""

from bot.desk import Desk, Letters
from bot.errors import Gone, Refusal
from bot.jobs.nudge import snapshot
from bot.rules.policy import BOUNDS, Policy, changed
from bot.rules.rehearsal import compared
from bot.store import clock
from bot.texts import label

# what people call a number, in either script
NAMES = {
    "cycle_before": ("提前量", "提前"),
    "nudges_before": ("次数", "次數"),
    "snooze_workdays": ("缓办", "緩辦"),
    "leader_after": ("领导", "領導", "负责人", "負責人"),
    "office_after": ("办公室", "辦公室"),
    "soon_workdays": ("蓝灯", "藍燈"),
    "behind_points": ("滞后", "滯後"),
    "stagnant_cycles": ("停滞", "停滯"),
}


def policy(desk: Desk) -> Letters:
    """/policy shows the numbers; /policy 提前量 5 shows what that would change, and a button that switches it on."""
    words = desk.words.split()
    if not words:
        return desk.letter("policy", rows=_rows(desk, desk.book.policy))
    name = next((name for name, known in NAMES.items() if words[0] in (name, *known)), None)
    if name is None or len(words) != 2 or not words[1].isdecimal() or len(words[1]) > 3:
        raise Refusal("policy_how")
    wanted = _changed(desk.book.policy, name, int(words[1]))
    if wanted == desk.book.policy:
        raise Refusal("policy_same")
    desk.take_time()
    house = desk.house
    found = compared(
        snapshot(desk.session, desk.book, house.calendar, house.settings.zone, desk.today), wanted, desk.today
    )
    units = {unit.id: unit.name for unit in desk.book.units.values()}
    index, now = list(NAMES).index(name), int(getattr(desk.book.policy, name))
    return desk.letter(
        "policy_change",
        about=[],
        row=_row(desk, name, int(words[1])),
        now=now,
        found=found,
        changed=[(units[id], before, after) for id, before, after in found.most_changed],
        kinds=sorted({*found.before.kinds, *found.after.kinds}),
        buttons=[[desk.button("policy_on", f"pol:{index}:{now}:{words[1]}")]],
    )


def switch_on(desk: Desk) -> Letters:
    """The button under what was shown; refuses when the number has been changed by somebody since."""
    index, before, number = desk.numbers(3)
    if index >= len(NAMES):
        raise Gone("gone")
    name = list(NAMES)[index]
    now = clock.policy_at(desk.session)
    if int(getattr(now, name)) != before:
        raise Gone("policy_moved")
    clock.change_policy(desk.session, _changed(now, name, number), desk.me, desk.now)
    desk.note("policy_changed", name=name, before=before, after=number)
    return desk.letter("policy_changed", row=_row(desk, name, number), before=before, edits=desk.pressed)


def _changed(policy: Policy, name: str, number: int) -> Policy:
    try:
        return changed(policy, name, number)
    except ValueError:
        least, most = BOUNDS[name]
        raise Refusal("policy_bounds", least=least, most=most) from None


def _rows(desk: Desk, policy: Policy) -> list[tuple[str, str, int]]:
    return [_row(desk, name, int(getattr(policy, name))) for name in NAMES]


def _row(desk: Desk, name: str, number: int) -> tuple[str, str, int]:
    """What a number is called, what it means with this value, and the value."""
    return NAMES[name][0], label(desk.language, f"policy_{name}", n=number), number
