"""What a document says, before anything is stored: frozen, plain, comparable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Number = int | float
Role = Literal["lead", "support", "own"]

# How a target is compared with what was reached; `range` uses value and value_max.
OPS = ("=", ">=", ">", "<=", "<", "range", "qualitative")
UNIT_KINDS = ("department", "government", "company", "branch", "association", "group")

# What gave each measure its lead, in the words shown to an admin.
LEAD_BASES = {
    "first-listed": "文件规定列第一位的为牵头单位",
    "first-listed-group": "列第一位的是一组单位",
    "before-comma": "文件规定第一个逗号前的为牵头单位",
    "keyword": "文件写明牵头",
    "asterisk": "文件以星号标出牵头单位",
    "named": "文件直接点名",
    "single-unit": "只有一个责任单位",
    "main-and-support": "责任单位之外另列配合单位",
    "each-own-function": "按职能分工各自负责，不设牵头",
    "none": "文件没有说明谁牵头",
}


class DocumentError(Exception):
    """A file cannot be used at all; its sentence (Chinese) says why and is safe to show."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class DraftTarget:
    """A quantity or state to reach; `text`, `unit` and `phrase` as printed, `due_on` the last day of the period."""

    text: str
    indicator: str
    op: str
    value: Number | None = None
    value_max: Number | None = None
    unit: str | None = None
    due_on: date | None = None
    phrase: str | None = None


@dataclass(frozen=True)
class DraftDeadline:
    """A time phrase: its last day where it has one, how it recurs (`ongoing`, `annual` …) where it does."""

    phrase: str
    on: date | None = None
    recurs: str | None = None


@dataclass(frozen=True)
class DraftMeasure:
    """One measure as a document states it; `leads` is empty where the document states no lead."""

    ref: str
    title: str
    sections: tuple[str, ...]
    text: str
    units: tuple[str, ...]
    leads: tuple[str, ...] = ()
    lead_basis: str = "none"
    targets: tuple[DraftTarget, ...] = ()
    deadlines: tuple[DraftDeadline, ...] = ()
    doubts: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()  # `targets`, `deadlines`: not all of them could be read, so they stay as loaded

    def role_of(self, unit: str) -> Role:
        """The part a named unit has: own where each answers by its function, else lead or support.

        Raises KeyError for a unit the measure does not name.
        """
        if unit not in self.units:
            raise KeyError(unit)
        if self.lead_basis == "each-own-function":
            return "own"
        return "lead" if unit in self.leads else "support"


@dataclass(frozen=True)
class DraftUnit:
    """A responsible unit; a group carries the names of its members.

    On `changed_on` it was renamed (`was` is its name until then) or merged into another (`into`).
    """

    name: str
    kind: str
    place: str
    aliases: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    was: str | None = None
    changed_on: date | None = None
    into: str | None = None


@dataclass(frozen=True)
class DraftLink:
    """A measure of this plan and the measure of the parent plan it carries out."""

    ref: str
    follows: str
    lead_follows: bool


@dataclass(frozen=True)
class BadRow:
    """A row that was left out: what it is called, the reason in Chinese, and its own cells by column."""

    label: str
    reason: str
    cells: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class DraftPlan:
    """A plan as its folder or document states it; `issued_on` is None where no document gives the day.

    `units` are those the file itself describes; `naming` says which unit a printed name means where a person decided.
    """

    code: str
    title: str
    issuer: str
    number: str
    issued_on: date | None
    script: str
    place: str
    cycle_every: str
    due_day: int
    parent: str | None
    document: str
    links: tuple[DraftLink, ...]
    measures: tuple[DraftMeasure, ...]
    bad_rows: tuple[BadRow, ...] = ()
    units: tuple[DraftUnit, ...] = ()
    naming: tuple[tuple[str, str], ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class LoadedPlan:
    """A loaded plan as its workbook states it: its draft, the units it names, and the id of each of its measures. One that
    is `past` has been loaded otherwise since."""

    draft: DraftPlan
    units: tuple[DraftUnit, ...] = ()
    ids: tuple[int, ...] = ()
    past: bool = False


@dataclass(frozen=True)
class PlanHead:
    """What is known of a loaded plan, to tell whether a document is its newer edition."""

    code: str
    title: str
    issuer: str = ""
    number: str = ""
    issued_on: date | None = None
    script: str = "hans"
    place: str = ""
    cycle_every: str = "month"
    due_day: int = 25
    parent: str | None = None
    document: str = ""
    titles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """What a name that is not known could be: another name (`alias`) or slip (`typo`) of the unit `of`, a group of
    units, or a new one; `why` in Chinese. A person decides."""

    name: str
    kind: Literal["alias", "typo", "new", "group"]
    of: str | None
    why: str
