"""People, units and what people may do: the tables."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from bot.database.base import Base, UtcDateTime, key, unit_path


class UnitRow(Base):
    """An organisational unit at any depth; `path` holds the ids from the top: "/kommunen/skole/".

    A unit that has closed stays, without a leader, because cases name it.
    """

    __tablename__ = "units"

    id: Mapped[str] = mapped_column(key(), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    path: Mapped[str] = mapped_column(unit_path(), unique=True)
    parent_id: Mapped[str | None] = mapped_column(key(), sa.ForeignKey("units.id"), index=True)
    leader_id: Mapped[str | None] = mapped_column(key(), index=True)
    closed_on: Mapped[date | None] = mapped_column(sa.Date)  # the first day without it


class PersonRow(Base):
    """A person as master data (grunddata) knows them; what they work as stands in their employments."""

    __tablename__ = "people"

    id: Mapped[str] = mapped_column(key(), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    email: Mapped[str] = mapped_column(sa.String(200))
    # The object id in the municipality's Entra tenant. Not unique here: who comes back under a new number has it twice.
    entra_id: Mapped[str | None] = mapped_column(key(), index=True)


class EmploymentRow(Base):
    """An employment in a unit; both dates are included, and no end means until further notice.

    `number` is the employment's own in master data: where its unit, position or hours change, its periods share it.
    """

    __tablename__ = "employments"

    id: Mapped[str] = mapped_column(key(), primary_key=True)
    number: Mapped[str | None] = mapped_column(key())
    person_id: Mapped[str] = mapped_column(key(), sa.ForeignKey("people.id"), index=True)
    unit_id: Mapped[str] = mapped_column(key(), sa.ForeignKey("units.id"), index=True)
    position: Mapped[str] = mapped_column(sa.String(200))
    weekly_hours: Mapped[float | None] = mapped_column(sa.Float)
    valid_from: Mapped[date] = mapped_column(sa.Date)
    valid_to: Mapped[date | None] = mapped_column(sa.Date)


class RoleRow(Base):
    """A role (a named bundle of tasks) in a unit and below, for a period."""

    __tablename__ = "role_assignments"

    id: Mapped[str] = mapped_column(key(), primary_key=True)
    person_id: Mapped[str] = mapped_column(key(), sa.ForeignKey("people.id"), index=True)
    role: Mapped[str] = mapped_column(sa.String(64))
    unit_id: Mapped[str] = mapped_column(key(), sa.ForeignKey("units.id"))
    valid_from: Mapped[date] = mapped_column(sa.Date)
    valid_to: Mapped[date | None] = mapped_column(sa.Date)


class GrantRow(Base):
    """A single task in a unit and below, for a period."""

    __tablename__ = "task_grants"

    id: Mapped[str] = mapped_column(key(), primary_key=True)
    person_id: Mapped[str] = mapped_column(key(), sa.ForeignKey("people.id"), index=True)
    task: Mapped[str] = mapped_column(sa.String(64))
    unit_id: Mapped[str] = mapped_column(key(), sa.ForeignKey("units.id"))
    valid_from: Mapped[date] = mapped_column(sa.Date)
    valid_to: Mapped[date | None] = mapped_column(sa.Date)


class DelegationRow(Base):
    """Chosen tasks of one person, lent to a deputy (stedfortræder) for a period; holds only once accepted.

    Without a unit it covers all that the first person holds the tasks for; with `cases_since` only cases that were sent
    from then on.
    """

    __tablename__ = "delegations"

    id: Mapped[str] = mapped_column(key(), primary_key=True)
    from_person_id: Mapped[str] = mapped_column(key(), sa.ForeignKey("people.id"), index=True)
    to_person_id: Mapped[str] = mapped_column(key(), sa.ForeignKey("people.id"), index=True)
    tasks: Mapped[list[str]] = mapped_column(sa.JSON)
    unit_id: Mapped[str | None] = mapped_column(key(), sa.ForeignKey("units.id"))
    valid_from: Mapped[date] = mapped_column(sa.Date)
    valid_to: Mapped[date | None] = mapped_column(sa.Date)
    cases_since: Mapped[datetime | None] = mapped_column(UtcDateTime())
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
