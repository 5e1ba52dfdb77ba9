"""Search of people and units for fields; only those the user may report for are ever found."""

from __future__ import annotations

from aiohttp import web

from bot.access.tasks import AREAS
from bot.portal.answers import json_response
from bot.portal.context import Context, signed_on
from bot.portal.intake import clean
from bot.portal.lookup import anyone
from bot.portal.parts import SessionLike

MOST_QUERY = 80


@signed_on
async def get_people(request: web.Request, context: Context, session: SessionLike) -> web.Response:
    query, area = _asked(request)
    people = await context.db(anyone, context.parts.access, session.person_id, query, area) if query else []
    return json_response(
        [
            {"id": person.id, "name": person.name, "position": person.position, "unit": person.unit_name}
            for person in people
        ]
    )


@signed_on
async def get_units(request: web.Request, context: Context, session: SessionLike) -> web.Response:
    query, area = _asked(request)
    units = await context.db(context.parts.access.search_units, session.person_id, query, area) if query else []
    return json_response([{"id": unit.id, "name": unit.name} for unit in units])


def _asked(request: web.Request) -> tuple[str, str | None]:
    area = request.query.get("area")
    return clean(request.query.get("q", ""))[:MOST_QUERY], area if area in AREAS else None
