"""Signing on to the pages by the provider: there, back with a code, and off again."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import structlog
from aiohttp import web

from bot.portal.context import CONTEXT, Context
from bot.portal.pages.render import page
from bot.portal.parts import PersonLike
from bot.portal.sign_on.entrance import signed_on
from bot.portal.sign_on.local_path import SIGN_ON, local_path
from bot.portal.sign_on.oidc_attempt import LASTS, Attempt, finish, recall, remember
from bot.portal.sign_on.oidc_provider import OidcProvider, ProviderFailed
from bot.portal.sign_on.page_access import message, see_other
from bot.portal.sign_on.page_session import visitor_of
from bot.portal.sign_on.signed_tokens import TokenRefused

log = structlog.get_logger(__name__)

ENTRA_CLAIM = "oid"  # the object id of Entra; any other claim holds the employee id
MOST_ID = 200  # characters
MOST_CODE = 4000
_ERROR_CODE = re.compile(r"[a-z_]{1,60}")
_AGAIN, _OTHER = "Prøv igen", "Log ind med en anden konto"


class NotOneOfUs(Exception):
    """The provider knows who it is, and the house does not."""


async def to_provider(
    request: web.Request, provider: OidcProvider, wanted: str, *, choose_account: bool = False
) -> web.Response:
    """Sends the browser to the provider, and remembers in it what for."""
    context = request.app[CONTEXT]
    attempt = Attempt.new(wanted, context.parts.clock())
    try:
        url = await provider.authorization_url(attempt, choose_account=choose_account)
    except ProviderFailed as failed:
        return _no_answer(request, context, failed, wanted)
    response = see_other(url)
    remember(request, response, attempt, secure=not context.settings.plain_http)
    return response


async def answer(request: web.Request) -> web.Response:
    """The provider sends the browser back: with a code for who it is, or with an error."""
    context = request.app[CONTEXT]
    if context.oidc is None:
        raise web.HTTPNotFound
    secure, now = not context.settings.plain_http, context.parts.clock()
    attempt = recall(request, _one(request, "state"), now, secure=secure)
    if attempt is None:
        if await visitor_of(request) is not None:  # the page was reloaded, or gone back to
            return see_other("/")
        return _refused(request, context, "no such attempt in this browser", "/")
    response = await _signed_on_by(request, context, context.oidc, attempt)
    finish(response, attempt.state, secure=secure)
    return response


async def _signed_on_by(
    request: web.Request, context: Context, provider: OidcProvider, attempt: Attempt
) -> web.Response:
    try:
        used_until = context.parts.clock() + 2 * LASTS
        if not await context.db(context.parts.sessions.consume_jti, f"oidc-state:{attempt.state}", used_until):
            raise TokenRefused("answered before")
        await provider.check_sender(request.query.get("iss"))
        if "error" in request.query:
            return _said_no(request, context, attempt.wanted)
        code = _one(request, "code")
        if not 0 < len(code) <= MOST_CODE:
            raise TokenRefused("no code")
        claims = await provider.claims_for(code, attempt)
        person = await _person(context, claims, provider.settings.person_claim)
    except ProviderFailed as failed:
        return _no_answer(request, context, failed, attempt.wanted)
    except TokenRefused as refused:
        return _refused(request, context, str(refused), attempt.wanted)
    except NotOneOfUs:
        return _unknown(request, context, attempt.wanted)
    session = claims.get("sid")
    return await signed_on(
        request,
        person,
        attempt.wanted,
        vouched_by="oidc",
        provider_session=session if isinstance(session, str) and session else None,
    )


async def _person(context: Context, claims: dict[str, Any], claim: str) -> PersonLike:
    """Whom the claim names, if they are employed today; raises TokenRefused without the claim, or NotOneOfUs."""
    value = claims.get(claim)
    if not (isinstance(value, str) and 0 < len(value) <= MOST_ID):
        raise TokenRefused("the claim that names the person is missing")
    access = context.parts.access
    person = await context.db(access.person_by_entra_id if claim == ENTRA_CLAIM else access.person, value)
    if person is None:
        raise NotOneOfUs
    return person


def _one(request: web.Request, name: str) -> str:
    """The parameter, if it is there once; twice, it is nobody's."""
    values = request.query.getall(name, [])
    return values[0] if len(values) == 1 else ""


# --- signing off


async def leave_provider(request: web.Request, provider: OidcProvider) -> web.Response | None:
    """A page that goes on to end the provider's own session too; None where the provider has no place for that.

    A page and no redirect: the browser lets a form lead to this house only (form-action), redirects included.
    """
    try:
        url = await provider.sign_off_url()
    except ProviderFailed as failed:
        log.warning("signed off here only", reason=str(failed))
        return None
    return page(request, "sign_off.html", visitor=None, url=url) if url else None


async def front_channel(request: web.Request) -> web.Response:
    """The provider's page opens this in a frame when somebody signs off there (Entra): OpenID Front-Channel Logout.

    The browser sends no cookie along, so it is the session's name that counts; nobody else knows it.
    """
    context = request.app[CONTEXT]
    if context.oidc is None:
        raise web.HTTPNotFound
    session = _one(request, "sid")
    if session and request.query.get("iss", context.oidc.settings.issuer) == context.oidc.settings.issuer:
        await context.db(context.parts.sessions.end_provider_session, session)
    return web.Response(headers={"Cache-Control": "no-store"})


async def back_channel(request: web.Request) -> web.Response:
    """The provider itself says that a session has ended: OpenID Back-Channel Logout."""
    context = request.app[CONTEXT]
    if context.oidc is None:
        raise web.HTTPNotFound
    headers = {"Cache-Control": "no-store"}
    try:
        token = (await request.post()).get("logout_token")
        if not isinstance(token, str):
            raise TokenRefused("no logout token")
        session, jti, until = await context.oidc.ended_session(token)
        if not await context.db(context.parts.sessions.consume_jti, f"oidc-logout:{jti}", until):
            raise TokenRefused("used before")
    except ProviderFailed as failed:
        log.warning("logout token not checked", reason=str(failed))
        return web.Response(status=503, headers=headers)
    except (TokenRefused, ValueError, LookupError) as refused:  # the last two: no form
        log.warning("logout token refused", reason=str(refused) if isinstance(refused, TokenRefused) else "no form")
        return web.Response(status=400, headers=headers)
    await context.db(context.parts.sessions.end_provider_session, session)
    return web.Response(headers=headers)


# --- what is said where it did not succeed; the reason goes to the log only


def _refused(request: web.Request, context: Context, reason: str, wanted: str) -> web.Response:
    _note(context, reason)
    text = f"Det gik ikke med at logge ind, eller du var for længe om det. Prøv igen. {_call(context)}"
    return message(request, None, 403, "Du blev ikke logget ind", text, (_address(wanted), _AGAIN))


def _said_no(request: web.Request, context: Context, wanted: str) -> web.Response:
    code = _one(request, "error")
    _note(context, f"the provider said: {code if _ERROR_CODE.fullmatch(code) else 'something odd'}")
    text = f"Login blev afbrudt, eller din konto har ikke adgang. Prøv igen. {_call(context)}"
    return message(request, None, 403, "Du blev ikke logget ind", text, (_address(wanted), _AGAIN))


def _no_answer(request: web.Request, context: Context, failed: ProviderFailed, wanted: str) -> web.Response:
    _note(context, str(failed))
    text = f"Kommunens login svarer ikke lige nu. Det er ikke din fejl. Prøv igen om lidt. {_call(context)}"
    return message(request, None, 503, "Du kunne ikke logges ind", text, (_address(wanted), _AGAIN))


def _unknown(request: web.Request, context: Context, wanted: str) -> web.Response:
    _note(context, "no such person, or no current employment")
    text = (
        "Din konto er i orden, men den hører ikke til en, der er ansat i dag. Er du lige begyndt, så prøv igen i "
        f"morgen. Har du flere konti, så log ind med den anden. {_call(context)}"
    )
    other = (f"{_address(wanted)}&anden=1", _OTHER)
    return message(request, None, 403, "Vi kender ikke din konto", text, other, ("/", "Til forsiden"))


def _note(context: Context, reason: str) -> None:
    log.warning("sign-on refused", way="oidc", reason=reason)
    context.metrics.sessions.labels("refused").inc()


def _call(context: Context) -> str:
    return context.parts.knowledge.text("Bliver det ved, så ring til {org:support}.")


def _address(wanted: str) -> str:
    return f"{SIGN_ON}?videre={quote(local_path(wanted), safe='/')}"
