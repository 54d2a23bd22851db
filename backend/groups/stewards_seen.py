"""Reading who looks after a group, until when, who else would, and what one may do oneself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select

from backend.groups.acting import in_office, standing_of
from backend.groups.belonging import check_belongs
from backend.groups.models import Candidacy, Group, StewardTerm
from backend.groups.powers import MANY, Act, Mode, Standing, takes
from backend.groups.queries import Reader
from backend.groups.seen import Related
from backend.groups.stewards import CALL, How
from backend.kernel.sayings import LocalTime, Next, Saying
from backend.people.blocks import in_sight
from backend.people.models import Person
from backend.people.rules import first_name


@dataclass(frozen=True, slots=True)
class StewardSeen:
    """Somebody who looks after a group; None where they are out of the reader's sight."""

    person: Related | None
    since_at: datetime
    until_at: datetime
    how: How


@dataclass(frozen=True, slots=True)
class CandidacySeen:
    """Somebody who would."""

    id: UUID
    person: Related | None
    since_at: datetime
    decides_at: datetime
    is_objected: bool
    can: list[str]


@dataclass(frozen=True, slots=True)
class PowerSeen:
    """What one may do for the group, and how many of one's like it takes."""

    act: Act
    takes: int


@dataclass(frozen=True, slots=True)
class StewardsSeen:
    """Who keeps a group going."""

    mode: Mode
    seats: int
    stewards: list[StewardSeen]
    called_at: datetime | None
    standing: list[CandidacySeen]
    may: list[PowerSeen]
    can: list[str]
    next: Next | None
    says: Saying


def get_stewards(reader: Reader, group_id: UUID, *, by: UUID, now: datetime) -> StewardsSeen:
    """Return who looks after a group of one's own; GroupNotFound, NotAMember. Five queries."""
    check_belongs(reader, group_id, by=by)
    standing = standing_of(reader, group_id, by=by, now=now)
    group = reader.execute(
        select(Group.name, Group.zone, Group.called_at).where(Group.id == group_id)
    ).one()
    stewards = _stewards(reader, group_id, by=by, now=now) if standing.seats else []
    candidacies = _candidacies(reader, group_id, standing, by=by)
    until = None
    if standing.is_steward:
        until = max(each.until_at for each in stewards if each.person and each.person.id == by)
    ahead = [each.decides_at for each in candidacies] + [each.until_at for each in stewards]
    following = min((each for each in ahead if each > now), default=None)
    is_decided = following in [each.decides_at for each in candidacies]
    can = _can(standing, group.called_at, candidacies, until, by=by, now=now)
    mine = next((each for each in candidacies if each.person and each.person.id == by), None)
    return StewardsSeen(
        mode=standing.mode,
        seats=standing.seats,
        stewards=stewards,
        called_at=group.called_at,
        standing=candidacies,
        may=[PowerSeen(act, each) for act in Act if (each := takes(act, standing)) is not None],
        can=can,
        next=None
        if following is None
        else Next(at=following, becomes="decided" if is_decided else "vacant"),
        says=_says(standing, group, until, mine, may_stand="stand" in can),
    )


def _stewards(reader: Reader, group_id: UUID, *, by: UUID, now: datetime) -> list[StewardSeen]:
    rows = reader.execute(
        select(
            StewardTerm.person_id,
            StewardTerm.starts_at,
            StewardTerm.ends_at,
            StewardTerm.how,
            Person.display_name,
        )
        .outerjoin(
            Person, and_(Person.id == StewardTerm.person_id, in_sight(StewardTerm.person_id, by))
        )
        .where(StewardTerm.group_id == group_id, in_office(now))
        .order_by(StewardTerm.starts_at, StewardTerm.id)
    )
    return [
        StewardSeen(
            _person(row.person_id, row.display_name), row.starts_at, row.ends_at, How(row.how)
        )
        for row in rows
    ]


def _candidacies(
    reader: Reader, group_id: UUID, standing: Standing, *, by: UUID
) -> list[CandidacySeen]:
    rows = reader.execute(
        select(
            Candidacy.id,
            Candidacy.person_id,
            Candidacy.since_at,
            Candidacy.decides_at,
            Candidacy.objected_at,
            Person.display_name,
        )
        .join(Person, Person.id == Candidacy.person_id)
        .where(
            Candidacy.group_id == group_id,
            Candidacy.ended_at.is_(None),
            in_sight(Candidacy.person_id, by),
        )
        .order_by(Candidacy.decides_at, Candidacy.id)
    )
    may_object = standing.is_tenured or not standing.tenured
    return [
        CandidacySeen(
            row.id,
            _person(row.person_id, row.display_name),
            row.since_at,
            row.decides_at,
            row.objected_at is not None,
            ["withdraw"]
            if row.person_id == by
            else ["object"] * (may_object and row.objected_at is None),
        )
        for row in rows
    ]


def _person(person_id: UUID, display_name: str | None) -> Related | None:
    return None if display_name is None else Related(person_id, first_name(display_name))


def _can(
    standing: Standing,
    called_at: datetime | None,
    candidacies: list[CandidacySeen],
    until: datetime | None,
    *,
    by: UUID,
    now: datetime,
) -> list[str]:
    can = []
    stands = any(each.person and each.person.id == by for each in candidacies)
    counts = standing.is_tenured or not standing.tenured
    stays = until is not None and until > now + CALL
    if standing.members >= MANY and called_at is not None and counts and not (stands or stays):
        can.append("stand")
    if until is not None:
        can.append("step_down")
    return can


def _says(
    standing: Standing,
    group: Any,
    until: datetime | None,
    mine: CandidacySeen | None,
    *,
    may_stand: bool,
) -> Saying:
    name = group.name
    if standing.mode is Mode.TOGETHER:
        return Saying("stewards_together", {"group": name})
    if until is not None:
        return Saying("stewards_mine", {"group": name, "until": LocalTime(until, group.zone)})
    if mine is not None:
        code = "stewards_objected" if mine.is_objected else "stewards_standing"
        return Saying(code, {"group": name, "until": LocalTime(mine.decides_at, group.zone)})
    if standing.mode is Mode.COMMONS:
        return Saying("stewards_commons", {"group": name, "seats": standing.seats})
    if group.called_at is not None:
        return Saying("stewards_called", {"group": name, "can": "yes" if may_stand else "no"})
    return Saying("stewards_there", {"group": name, "stewards": standing.stewards})
