"""Each letter of the clock's is in one column of the account, and only what is wrong is told."""

import pytest

from bot.rules.audit import Audit, Fate, audited, read_note

SENT = Fate("sent", None, True)

CAUSES = {
    "it went": (SENT, {"digests_sent": 1}, False),
    "it waits in line": (Fate("waiting", None, True), {"postponed": {"in_line": 1}}, True),
    "Telegram said to wait": (Fate("waiting", "429", True), {"postponed": {"told_to_wait": 1}}, True),
    "the line was down": (Fate("waiting", "ConnectError", True), {"postponed": {"no_line": 1}}, True),
    "it is being posted": (Fate("sending", None, True), {"postponed": {"in_line": 1}}, True),
    "it was overtaken": (Fate("stale", None, True), {"postponed": {"overtaken": 1}}, False),
    "the contact has blocked the bot": (Fate("failed", "Forbidden: bot was blocked", False), {"unreachable": 1}, True),
    "Telegram refused the letter": (Fate("failed", "Bad Request: message is too long", True), {"failed": 1}, True),
    "nobody knows": (Fate("unknown", "Timed out", True), {"unknown": 1}, True),
    "sent to somebody who blocked later": (Fate("sent", None, False), {"digests_sent": 1}, False),
}


@pytest.mark.parametrize("cause", CAUSES)
def test_what_became_of_a_letter(cause):
    fate, column, is_wrong = CAUSES[cause]
    found = audited([fate, SENT], {})
    more = {"digests_due": 2, "digests_sent": 1 + column.get("digests_sent", 0)}
    assert found == Audit(**(column | more))
    assert found.is_wrong_for_office is found.is_wrong is is_wrong
    columns = found.digests_sent + sum(found.postponed.values()) + found.unreachable + found.unknown + found.failed
    assert columns == found.digests_due


@pytest.mark.parametrize(
    ("account", "office", "operators"),
    [
        pytest.param({}, False, False, id="all went well"),
        pytest.param({"decided": False}, True, True, id="the digests were never made"),
        pytest.param({"poison": 1}, False, True, id="an update was set aside: the operators' affair"),
        pytest.param({"stuck": 1}, False, True, id="a letter is stuck: the operators' affair"),
        pytest.param({"silent_units": 9, "unheard": 3}, False, False, id="silent units are in the summary"),
    ],
)
def test_who_has_to_be_told(account, office, operators):
    found = audited([SENT], {"snoozed": 2, "paused": 1}, **account)
    assert found.postponed == {"paused": 1, "snoozed": 2}
    assert (found.is_wrong_for_office, found.is_wrong) == (office, operators)


def test_an_account_is_kept_as_it_was():
    found = audited([fate for fate, _, _ in CAUSES.values()], {"paused": 3}, poison=1, decided=False)
    assert read_note(found.note()) == found


@pytest.mark.parametrize("note", [None, "", "{'sent': 3} poison=0 stuck=0", "[1]", '{"other": 1}'])
def test_a_note_of_an_older_bot_is_no_account(note):
    assert read_note(note) is None
