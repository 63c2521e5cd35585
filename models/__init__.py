"""The tables, one file per noun of the glossary."""

from models.base import Base, Instant
from models.clock import CalendarDay, Pause, PolicyChange
from models.measure import Measure, MeasureLink, Responsibility, Target
from models.nudge import JobRun, Nudge
from models.person import Contact, Invite, OfficeChat, Person, StandIn, Subscription
from models.plan import Plan, PlanFile, PlanLoad
from models.post import AuditEntry, InboxRow, OutboxMessage, Worker
from models.report import Evidence, Report, ReportValue
from models.talk import Draft, Snooze
from models.unit import Membership, Unit, UnitAlias

__all__ = [
    "AuditEntry",
    "Base",
    "CalendarDay",
    "Contact",
    "Draft",
    "Evidence",
    "InboxRow",
    "Instant",
    "Invite",
    "JobRun",
    "Measure",
    "MeasureLink",
    "Membership",
    "Nudge",
    "OfficeChat",
    "OutboxMessage",
    "Pause",
    "Person",
    "Plan",
    "PlanFile",
    "PlanLoad",
    "PolicyChange",
    "Report",
    "ReportValue",
    "Responsibility",
    "Snooze",
    "StandIn",
    "Subscription",
    "Target",
    "Unit",
    "UnitAlias",
    "Worker",
]
