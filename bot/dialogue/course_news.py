"""Tells people what others have done in a course: a part was given to them, or a part of theirs is done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from bot.courses.service import CourseService
from bot.courses.types import Course
from bot.dialogue.payloads import button
from bot.dialogue.rendering.courses import title
from bot.messages.cards import Action


class Giver(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...


class Notices(Protocol):
    def tell(self, person_id: str, kind: str, subject_key: str, text: str, actions: Iterable[Action] = ()) -> bool: ...


class Services(Protocol):
    """What is needed to tell; the conversation and the pages both have it."""

    @property
    def courses(self) -> CourseService: ...
    @property
    def notices(self) -> Notices: ...


def part_handed(services: Services, giver: Giver, course: Course, part_id: str, to: str) -> None:
    """Tells the one who has been given a part."""
    if to == giver.id:
        return
    given, part = services.courses.of_part(to, part_id)
    about = given.event.title if course.event.sensitive else title(given)
    services.notices.tell(
        to,
        "part_handed",
        f"handed:{part_id}:{part.handed_by_id}:{part.changed_at.isoformat()}",
        f"{giver.name} har bedt dig tage “{part.part.title}” i forløbet {about}.",
        [button(part.part.title, "start_part", style="primary", part=part_id)],
    )


def part_ended(services: Services, by: str, part_id: str) -> None:
    """Tells the owner of the course that someone else has done a part, and those whose part waited for it."""
    course, part = services.courses.of_part(by, part_id)
    if course.owner_id != by:
        services.notices.tell(
            course.owner_id,
            "part_done",
            f"done:{part_id}:{part.state}",
            f"“{part.part.title}” er klaret i forløbet {title(course)}.",
            [button("Se forløbet", "open_course", course=course.id)],
        )
    for freed in services.courses.freed_by(part_id):
        if freed.person_id != by:
            services.notices.tell(
                freed.person_id,
                "part_ready",
                f"ready:{freed.part_id}",
                f"Nu kan du gå i gang med “{freed.part_title}” i forløbet {freed.course_title}.",
                [button(freed.part_title, "start_part", style="primary", part=freed.part_id)],
            )
