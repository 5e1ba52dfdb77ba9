"""POST /api/messages: where the Bot Connector delivers what happens in Teams."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

import structlog
from aiohttp import web
from microsoft_agents.hosting.core import ChannelServiceClientFactoryBase
from microsoft_agents.hosting.core.http import HttpResponse

from bot.portal.context import Context, within
from bot.portal.teams import following, proactive
from bot.portal.teams.adapter import TeamsAdapter, file_hosts
from bot.portal.teams.agent import TeamsAgent
from bot.portal.teams.contacts import Contacts
from bot.portal.teams.discretion import Discretion
from bot.portal.teams.files import Fetcher, Files
from bot.portal.teams.following import Following
from bot.portal.teams.gate import Gate, PlaygroundGate, Refused, Verifier
from bot.portal.teams.people import People
from bot.portal.teams.proactive import TeamsPush
from bot.portal.teams.talk import Talk
from bot.portal.teams.tokens import BotTokens
from bot.portal.teams.unasked import Unasked
from bot.settings import TeamsSettings

log = structlog.get_logger(__name__)

PATH = "/api/messages"
PATIENCE = 10.0  # seconds; the connector gives up after 15, and the answer is a message of its own anyway
DRAIN = 10.0  # seconds at shutdown


@dataclass
class Teams:
    """What the endpoint is made of."""

    gate: Gate
    adapter: TeamsAdapter
    agent: TeamsAgent
    push: TeamsPush
    following: Following
    at_work: set[asyncio.Task[HttpResponse]] = field(default_factory=set)


TEAMS = web.AppKey("teams", Teams)


def install_teams(
    app: web.Application,
    context: Context,
    settings: TeamsSettings,
    *,
    tokens: Verifier | None = None,
    clients: ChannelServiceClientFactoryBase | None = None,
    hosts: Fetcher | None = None,
    push_every: float = proactive.EVERY,
    follow_every: float = following.EVERY,
) -> None:
    """Opens the way in from Teams; without the settings for it there is none."""
    parts, db = context.parts, context.db
    adapter = TeamsAdapter(settings, clients)
    files = Files(parts, db, hosts or file_hosts(settings))
    talk = Talk(settings, parts, context.turns, db, files.keep)

    def limit(person_id: str) -> None:
        within(context, context.limits.messages, person_id, "messages")

    unasked = Unasked(settings, adapter)
    followed = Following(parts, db, Discretion(parts, settings.portal_url).shown, unasked.send)
    contacts = Contacts(parts.teams_contacts, db)
    agent = TeamsAgent(settings, People(parts, db), talk, contacts, followed, limit)
    gate = (
        PlaygroundGate(settings)
        if settings.playground
        else Gate(settings, tokens or BotTokens(settings.app_id, parts.clock))
    )
    push = TeamsPush(settings, parts, parts.teams_contacts, db, context.hub, unasked)
    app[TEAMS] = Teams(gate, adapter, agent, push, followed)
    app.router.add_post(PATH, post_activity)
    app.cleanup_ctx.append(_lifetime(push_every, follow_every))


async def post_activity(request: web.Request) -> web.Response:
    """Answers the connector at once where the turn takes long: the replies are messages of their own."""
    teams = request.app[TEAMS]
    try:
        delivery = await teams.gate.admit(request)
    except Refused as refused:
        log.warning("an activity was refused", status=refused.status, reason=str(refused))
        return web.Response(status=refused.status)
    work = asyncio.create_task(teams.adapter.process_request(delivery, teams.agent))
    teams.at_work.add(work)
    work.add_done_callback(teams.at_work.discard)
    done, _ = await asyncio.wait({work}, timeout=PATIENCE)
    if done:
        return web.Response(status=work.result().status_code)
    work.add_done_callback(_tell_failure)
    return web.Response(status=202)


def _tell_failure(work: asyncio.Task[HttpResponse]) -> None:
    """Of a turn that failed after the connector had its answer."""
    if not work.cancelled() and (error := work.exception()) is not None:
        log.error("an activity failed", error=type(error).__name__)


def _lifetime(push_every: float, follow_every: float) -> Callable[[web.Application], AsyncIterator[None]]:
    async def context(app: web.Application) -> AsyncIterator[None]:
        teams = app[TEAMS]
        jobs = [
            asyncio.create_task(_repeat(teams.push.run_once, push_every)),
            asyncio.create_task(_repeat(teams.following.run_once, follow_every)),
        ]
        yield
        for job in jobs:
            job.cancel()
        await asyncio.gather(*jobs, return_exceptions=True)
        if teams.at_work:
            await asyncio.wait(set(teams.at_work), timeout=DRAIN)

    return context


async def _repeat(job: Callable[[], Awaitable[int]], every: float) -> None:
    while True:
        await asyncio.sleep(every)
        try:
            await job()
        except Exception as error:  # one failure must not end the job: the next round tries again
            log.error("nobody was told in Teams", error=type(error).__name__)
