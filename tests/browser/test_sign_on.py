"""Signing on by the municipality's provider and off again, in a real browser with its own mind about cookies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from bot.knowledge.loader import load_knowledge
from bot.settings import PROJECT
from tests.browser.conftest import LivePortal
from tests.portal.sign_on.conftest import give_accounts, with_oidc
from tests.portal.sign_on.provider import LocalProvider
from tests.portal.world import LEADER, MEMBER


@pytest.fixture
def provider() -> Iterator[LocalProvider]:
    with LocalProvider() as provider:
        yield provider


@pytest.fixture
def portal(tmp_path: Path, provider: LocalProvider) -> Iterator[LivePortal]:
    portal = LivePortal(tmp_path, lambda demo, port: with_oidc(demo, provider.issuer, port)).start()
    world = portal.world
    world.__dict__["knowledge"] = load_knowledge(PROJECT / "knowledge")
    for made_before in ("courses", "drafts", "cases"):
        world.__dict__.pop(made_before, None)
    give_accounts(world)
    yield portal
    portal.stop()


@pytest.fixture
def page(chromium: Any) -> Iterator[Page]:
    context = chromium.new_context()
    context.set_default_timeout(8000)
    yield context.new_page()
    context.close()


def sign_on(page: Page, portal: LivePortal, path: str = "/sager", account: str = "konto-mette") -> None:
    page.goto(portal.url + path)
    page.get_by_role("button", name=account).click()


def test_one_signs_on_to_ones_cases_and_out_again(page: Page, portal: LivePortal, provider: LocalProvider) -> None:
    sign_on(page, portal, "/sager?soeg=løn")
    expect(page).to_have_url(f"{portal.url}/sager?soeg=l%C3%B8n")
    expect(page.get_by_text("Logget ind som Mette Holm")).to_be_attached()
    assert {(c["name"], c["httpOnly"], c["sameSite"]) for c in page.context.cookies(portal.url)} >= {
        ("serviceassistent", True, "Lax")
    }
    page.get_by_role("button", name="Log ud").click()
    page.wait_for_url(f"{provider.issuer}/oauth2/end_session**")  # on from our page by itself
    page.get_by_role("button", name="End session").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("På gensyn")
    assert [c["name"] for c in page.context.cookies(portal.url) if c["name"] == "serviceassistent"] == []
    page.goto(f"{portal.url}/sager")
    page.wait_for_url(f"{provider.issuer}/oauth2/authorize**")


def test_the_assistant_on_the_page_is_signed_on_with_it_and_off_with_it(page: Page, portal: LivePortal) -> None:
    sign_on(page, portal, "/forloeb")
    expect(page.get_by_text("Logget ind som Mette Holm")).to_be_attached()
    page.goto(f"{portal.url}/assistent")
    box = page.get_by_label("Skriv din besked")
    box.fill("hej")
    box.press("Enter")
    expect(page.locator(".message.user").last).to_contain_text("hej")
    other = page.context.new_page()
    other.goto(f"{portal.url}/log-ud/forkanal?sid=session-mette")  # as the provider does in a frame
    page.goto(f"{portal.url}/forloeb")
    expect(page.get_by_role("button", name="konto-mette")).to_be_visible()


def test_without_a_session_the_assistant_leads_to_the_provider_and_back_to_itself(
    page: Page, portal: LivePortal
) -> None:
    page.goto(f"{portal.url}/assistent")
    page.get_by_role("button", name="Log ind").click()
    page.get_by_role("button", name="konto-mette").click()
    expect(page).to_have_url(f"{portal.url}/assistent")
    expect(page.get_by_label("Skriv din besked")).to_be_visible()


def test_a_form_that_was_open_too_long_says_so_instead_of_doing_nothing(page: Page, portal: LivePortal) -> None:
    """The browser blocks redirects of forms to other hosts without a word."""
    today = portal.clock().date()
    portal.world.delegations.lend(LEADER, MEMBER, ["approve:loen"], today, today)
    sign_on(page, portal, "/stedfortraeder")
    form = page.locator("main form[method=post]").first
    form.wait_for()
    page.context.clear_cookies()
    form.evaluate("form => form.submit()")
    expect(page.get_by_role("heading", level=1)).to_have_text("Du er ikke længere logget ind")
    page.get_by_role("link", name="Log ind igen").click()
    page.get_by_role("button", name="konto-mette").click()
    expect(page.get_by_text("Logget ind som Mette Holm")).to_be_attached()


def test_what_is_said_where_it_did_not_succeed_is_accessible_and_leads_on(page: Page, portal: LivePortal) -> None:
    sign_on(page, portal, "/sager", "konto-fremmed")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vi kender ikke din konto")
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("link", name="Log ind med en anden konto").click()
    page.get_by_role("button", name="konto-mette").click()
    expect(page).to_have_url(f"{portal.url}/sager")
