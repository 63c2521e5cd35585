"""A unit (责任单位): a department, government, company; a group (各县市区政府) is a unit with members."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base


class Unit(Base):
    """Names are unique within a place: Gaoan's 商务局 is not Yichun's. A unit merged into another on `ended_on` keeps its
    row, so that what it reported stays its own."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("place", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(16))
    place: Mapped[str]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    ended_on: Mapped[date | None]

    aliases: Mapped[list["UnitAlias"]] = relationship(lazy="raise", cascade="all, delete-orphan")

    @property
    def is_group(self) -> bool:
        return self.kind == "group"


class UnitAlias(Base):
    """Another spelling of the same unit (市质监局 for 市质量技术监督局), or its name until the day it was renamed."""

    __tablename__ = "unit_alias"
    __table_args__ = (UniqueConstraint("unit_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str] = mapped_column(index=True)
    until_on: Mapped[date | None]


class Membership(Base):
    """One unit's place in a group."""

    __tablename__ = "membership"

    group_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, index=True)
