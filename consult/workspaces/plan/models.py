"""Objectives, tasks, and what was done with a task."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId, new_public_id

STATES = ("planned", "going_on", "done", "dropped")


class Objective(Base):
    """What a room wants to reach; one that was taken away keeps its row."""

    __tablename__ = "objective"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"), index=True)
    position: Mapped[int]
    title: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    language: Mapped[str]
    removed_at: Mapped[datetime | None]


class Task(Base):
    """A step towards an objective, by a responsible member or organisation; days are YYYY-MM-DD in the room's zone.

    `revision` counts its changes, so that a stale save is noticed. `reminded` is the last reminder that was mailed: its stage,
    the due day and whom it went to (consult/proceedings/duties.py).
    """

    __tablename__ = "task"
    __table_args__ = (Index("ix_task_due", "state", "due_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    objective_id: Mapped[int] = mapped_column(ForeignKey("objective.id"), index=True)
    position: Mapped[int]
    title: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    organisation: Mapped[str] = mapped_column(default="")
    starts_on: Mapped[str | None]
    due_on: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="planned")
    revision: Mapped[int] = mapped_column(default=1)
    reminded: Mapped[str] = mapped_column(default="")
    done_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]


class TaskAct(Base):
    """One change of a task: who, when, and for each field what it was and what it became."""

    __tablename__ = "task_act"

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
