"""The tables, one file per noun of the glossary."""

from models.base import Base, Instant
from models.measure import Measure, MeasureLink, Responsibility, Target
from models.nudge import JobRun, Nudge
from models.person import Contact, Invite, OfficeChat, Person
from models.plan import Plan, PlanLoad
from models.post import AuditEntry, InboxRow, OutboxMessage, Worker
from models.report import Evidence, Report, ReportValue
from models.talk import Draft, Snooze
from models.unit import Membership, Unit, UnitAlias

__all__ = [
    "AuditEntry",
    "Base",
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
    "Person",
    "Plan",
    "PlanLoad",
    "Report",
    "ReportValue",
    "Responsibility",
    "Snooze",
    "Target",
    "Unit",
    "UnitAlias",
    "Worker",
]
