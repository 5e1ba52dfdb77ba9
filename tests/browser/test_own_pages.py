"""The pages for those who are signed on, in a real browser: accessible, by keyboard, without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from typing import Any
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from bot.access.model import RoleRow
from bot.clock import local
from bot.courses.types import Course
from bot.knowledge.loader import Knowledge, load_knowledge
from bot.settings import PROJECT
from tests.browser.conftest import LivePortal
from tests.browser.page import Screen
from tests.portal.courses import begin, part
from tests.portal.world import LEADER, MEMBER, STRANGER

Open = Callable[..., Screen]
NAMES = {LEADER: "Lone Østergaard", MEMBER: "Mette Holm", STRANGER: "Omar Yıldız"}


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(PROJECT / "knowledge")


@pytest.fixture
def course(live: LivePortal, knowledge: Knowledge) -> Course:
    """A course of which something is done, something overdue, and something with somebody else."""
    world = live.world
    world.__dict__["knowledge"] = knowledge
    for made_before in ("courses", "drafts", "cases"):
        world.__dict__.pop(made_before, None)
    course = begin(world, days=20, foerste_dag=live.clock().date().isoformat())
    world.courses.close(LEADER, part(world, course, "boerneattest").id)
    world.courses.close(LEADER, part(world, course, "pc").id, needed=False)
    world.courses.hand(LEADER, part(world, course, "foerste-dag").id, MEMBER)
    live.clock.forward(days=14)
    role = {"role": "redaktoer", "unit_id": "kommunen", "valid_from": date(2020, 1, 1), "valid_to": None}
    with Session(world.engine) as session:
        session.add(RoleRow(id="r-editor", person_id=STRANGER, **role))
        session.commit()
    tree = knowledge.trees["fravaer"]
    way = tree.start.options[0]
    world.tree_runs.record(None, tree.id, [(tree.start.id, way.id)], way.node, None)
    world.tree_runs.record(None, tree.id, [], tree.start.id, None)
    live.clock.forward(hours=2)
    _deputies(live)
    return course


def _deputies(live: LivePortal) -> None:
    """One deputy who has been asked, and one who has stopped."""
    day = live.clock().date()
    for deputy, number in ((MEMBER, 1), (STRANGER, 2)):
        tasks = ["approve:fravaer", "approve:loen", "report:personale"]
        live.world.delegations.lend(LEADER, deputy, tasks, day, day, "boern", delegation_id=f"d-{number}")
    live.world.delegations.accept(STRANGER, "d-2")
    live.world.delegations.revoke(LEADER, "d-2")


@pytest.fixture
def screen(chromium: Any, live: LivePortal, course: Course) -> Iterator[Open]:
    contexts: list[Any] = []

    def make(width: int = 1280, height: int = 900, **options: Any) -> Screen:
        contexts.append(chromium.new_context(viewport={"width": width, "height": height}, locale="da-DK", **options))
        return Screen(contexts[-1], live.url)

    yield make
    for context in contexts:
        context.close()


def signed_on(one: Screen, person: str, path: str = "/forloeb") -> Screen:
    one.open(f"/log-ind?videre={quote(path, safe='/')}")
    one.page.locator(f'button[value="{person}"]').click()
    one.page.wait_for_url(lambda url: "/log-ind" not in url)
    return one


def faults(one: Screen) -> list[str]:
    """What axe finds wrong, with the first place."""
    found = Axe().run(one.page).response["violations"]
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in found]


def path_of(name: str, course: Course) -> tuple[str, str]:
    hand = f"/forloeb/{course.id}/dele/{course.parts[-1].id}/giv-videre?soeg=e"
    return {
        "sign-on": (LEADER, "/log-ind"),
        "list": (LEADER, "/forloeb"),
        "list of parts": (MEMBER, "/forloeb"),
        "course": (LEADER, f"/forloeb/{course.id}?besked=klaret"),
        "handing on": (LEADER, hand),
        "deputies": (LEADER, "/stedfortraeder?besked=spurgt"),
        "being a deputy": (MEMBER, "/stedfortraeder"),
        "asking a deputy": (LEADER, f"/stedfortraeder?til={STRANGER}&soeg=e"),
        "not found": (LEADER, "/forloeb/findes-ikke"),
        "not allowed": (LEADER, "/redaktion/traeer"),
        "trees": (STRANGER, "/redaktion/traeer"),
        "tree": (STRANGER, "/redaktion/traeer/fravaer"),
        "front page": (LEADER, "/"),
        "accessibility statement": (LEADER, "/tilgaengelighed"),
    }[name]


PAGES = [
    "sign-on", "list", "list of parts", "course", "handing on", "not found", "not allowed", "trees", "tree",
    "front page", "accessibility statement", "deputies", "being a deputy", "asking a deputy",
]  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_accessible_and_fits(screen: Open, course: Course, name: str) -> None:
    person, path = path_of(name, course)
    one = signed_on(screen(), person)
    one.complaints.clear()
    one.open(path)
    for more in one.page.locator("main details > summary").all():
        more.click()
    for width, scheme in ((1280, "light"), (320, "light"), (320, "dark")):
        one.page.set_viewport_size({"width": width, "height": 900})
        one.page.emulate_media(color_scheme=scheme)
        assert faults(one) == [], (width, scheme)
        assert one.page.evaluate("document.documentElement.scrollWidth") <= width
    levels = one.page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4')].filter((h) => !h.closest('dialog')).map((h) => +h.tagName[1])"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    refused = name in ("not found", "not allowed")  # the console notes the status of the page itself
    assert refused or one.complaints == []


def test_a_part_is_ticked_off_and_another_given_on_by_keyboard_alone(
    screen: Open, live: LivePortal, course: Course
) -> None:
    one = screen().open(f"/log-ind?videre=/forloeb/{course.id}")
    keys = one.page.keyboard

    def go_to(name: str) -> None:
        for _ in range(120):
            if one.focused().startswith(name):
                return
            keys.press("Tab")
        raise AssertionError(f"no way to {name!r}")

    keys.press("Tab")
    assert one.focused() == "Gå til indhold"
    go_to("Lone Østergaard")
    keys.press("Enter")
    expect(one.page.get_by_role("heading", level=1)).to_have_text("Ny medarbejder – Anna Maria Holm")
    go_to("Flere muligheder – Bestil bruger")
    keys.press("Enter")
    go_to("Ikke nødvendig – Bestil bruger")
    keys.press("Enter")
    expect(one.page.get_by_role("status")).to_have_text("Delen er noteret som ikke nødvendig.")
    assert part(live.world, course, "it-bruger").state == "not_needed"
    go_to("Flere muligheder – Hold en samtale")
    keys.press("Space")
    go_to("Giv videre – Hold en samtale")
    keys.press("Enter")
    expect(one.page.get_by_role("heading", level=1)).to_have_text("Giv “Hold en samtale efter den første måned” videre")
    go_to("Navn")
    keys.type("åse")
    keys.press("Enter")
    one.page.wait_for_url("**soeg=*")
    go_to("Åse Bæk")
    keys.press("Enter")
    expect(one.page.get_by_role("status")).to_contain_text("Delen er givet videre")
    assert part(live.world, course, "samtale").assignee_name == "Åse Bæk"


def test_everything_works_without_scripts(screen: Open, live: LivePortal, course: Course) -> None:
    one = signed_on(screen(java_script_enabled=False), LEADER)
    page = one.page
    page.get_by_role("link", name="Ny medarbejder – Anna Maria Holm").click()
    late = page.get_by_role("listitem").filter(has_text="Send ansættelsen").first
    expect(late.get_by_text("Overskredet")).to_be_visible()
    page.get_by_role("button", name="Sæt flueben – Hold en samtale").click()
    expect(page.get_by_text("Der er sat flueben.")).to_be_visible()
    page.get_by_role("button", name="Genåbn – Hold en samtale").click()
    expect(page.get_by_text("Delen er åben igen.")).to_be_visible()
    page.get_by_role("link", name="Forløb", exact=True).first.click()
    page.get_by_role("button", name="Slå påmindelser fra").click()
    expect(page.get_by_role("button", name="Slå påmindelser til")).to_be_visible()
    page.get_by_role("button", name="Log ud").click()
    expect(page.get_by_text("Du er logget ud.")).to_be_visible()
    one.open("/forloeb")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hvem vil du være?")


def test_a_deputy_is_asked_says_yes_and_is_stopped_without_scripts(
    screen: Open, live: LivePortal, course: Course
) -> None:
    leader = signed_on(screen(java_script_enabled=False), LEADER, "/stedfortraeder").page
    leader.get_by_label("Navn på din kollega").fill("omar")
    leader.get_by_role("button", name="Søg").click()
    leader.get_by_role("link", name="Omar Yıldız").click()
    leader.get_by_role("group", name="Godkende").get_by_label("Ferie, fravær og barsel").check()
    leader.get_by_label("Til og med").fill(local(live.clock()).date().isoformat())
    leader.get_by_role("button", name="Spørg Omar Yıldız").click()
    expect(leader.get_by_role("status")).to_contain_text("Din kollega er spurgt.")
    deputy = signed_on(screen(java_script_enabled=False), STRANGER, "/stedfortraeder").page
    deputy.get_by_role("button", name="Ja, jeg træder til – Lone Østergaard").click()
    expect(deputy.get_by_role("status")).to_contain_text("Du er nu stedfortræder")
    assert live.world.access.decide(STRANGER, "approve:fravaer", "boern").for_person == LEADER
    leader.get_by_role("link", name="Stedfortræder", exact=True).click()
    leader.get_by_role("button", name="Stop nu – Omar Yıldız for dig").click()
    expect(leader.get_by_role("status")).to_contain_text("stoppet fra nu af")
    assert not live.world.access.decide(STRANGER, "approve:fravaer", "boern").allowed


def test_beginning_a_part_opens_the_assistant_at_it_without_another_sign_on(
    screen: Open, live: LivePortal, course: Course
) -> None:
    one = signed_on(screen(), LEADER, f"/forloeb/{course.id}")
    one.page.get_by_role("button", name="Begynd – Send ansættelsen").click()
    expect(one.log.get_by_text("Du skrev: Begynd: Send ansættelsen")).to_be_visible()
    assert one.messages("user") == ["Begynd: Send ansættelsen"]
    assert live.engine.turns[-1]["payload"].startswith("/start_part{")
    one.say("hej")
    expect(one.log.get_by_text("Du skrev: hej")).to_be_visible()
    assert one.complaints == []


def test_the_widget_signs_on_by_itself_when_it_is_opened_and_not_before(
    screen: Open, live: LivePortal, course: Course
) -> None:
    one = signed_on(screen(), LEADER)
    assert live.engine.turns == []
    one.page.get_by_role("button", name="Spørg Serviceassistenten").click()
    one.box.wait_for()
    assert [turn["payload"] for turn in live.engine.turns] == ["/greeting{}"]


def test_who_signs_on_in_the_widget_is_signed_on_to_the_pages_and_off_again(screen: Open, course: Course) -> None:
    one = screen().open("/")
    one.page.get_by_role("button", name="Spørg Serviceassistenten").click()
    one.sign_on(NAMES[LEADER])
    one.page.get_by_role("link", name="Forløb", exact=True).click()
    expect(one.page.get_by_role("heading", level=1)).to_have_text("Forløb")
    one.box.wait_for()  # the panel is still open, and the talk goes on
    one.page.get_by_role("button", name="Flere valg").click()
    one.page.get_by_role("menuitem", name="Log ud").click()
    expect(one.page.get_by_role("heading", level=1)).to_have_text("Hvem vil du være?")
    assert one.complaints == []


def test_signing_off_on_the_page_closes_the_talk_too(screen: Open, course: Course) -> None:
    one = signed_on(screen(), LEADER)
    one.page.get_by_role("button", name="Spørg Serviceassistenten").click()
    one.box.wait_for()
    one.page.get_by_role("button", name="Log ud").click()
    expect(one.page.get_by_text("Du er logget ud.")).to_be_visible()
    expect(one.page.get_by_role("heading", name="Log ind for at fortsætte")).to_be_visible()
    assert one.messages("bot") == []


def test_on_a_page_of_ones_own_the_widget_is_ones_own_too(screen: Open, course: Course) -> None:
    one = screen().open("/assistent").sign_on(NAMES[MEMBER])
    signed_on(one, LEADER)
    one.page.get_by_role("button", name="Spørg Serviceassistenten").click()
    expect(one.page.get_by_text(f"· {NAMES[LEADER]}")).to_be_visible()
    expect(one.page.get_by_text(f"Logget ind som {NAMES[LEADER]}")).to_be_attached()


def test_the_open_widget_leaves_the_checklist_in_sight(screen: Open, course: Course) -> None:
    one = signed_on(screen(), LEADER, f"/forloeb/{course.id}")
    one.page.get_by_role("button", name="Spørg Serviceassistenten").click()
    one.box.wait_for()
    panel = one.page.locator("service-assistent .panel").bounding_box()
    parts = one.page.locator(".parts").bounding_box()
    assert parts["x"] + parts["width"] < panel["x"]


def test_on_paper_there_is_the_checklist_and_nothing_to_press(screen: Open, course: Course) -> None:
    one = signed_on(screen(width=700), LEADER, f"/forloeb/{course.id}")
    one.page.emulate_media(media="print")
    expect(one.page.get_by_role("heading", name="Send ansættelsen")).to_be_visible()
    expect(one.page.get_by_text("skulle være gjort").first).to_be_visible()
    for gone in (".top", ".acts", ".stop", "service-assistent", "main form"):
        for node in one.page.locator(gone).all():
            expect(node).to_be_hidden()


def test_the_drawing_of_a_tree_tells_the_same_as_its_list(screen: Open, course: Course) -> None:
    one = signed_on(screen(), STRANGER, "/redaktion/traeer/fravaer")
    expect(one.page.get_by_role("img", name="Spørgetræ: Fravær, ferie og barsel")).to_be_visible()
    drawn = one.page.locator(".drawing svg").text_content()
    outline = one.page.locator(".outline")
    assert "50 %" in drawn
    expect(outline.get_by_text("50 % stopper her").first).to_be_visible()
    for link in outline.get_by_role("link").all()[:5]:
        title = str(link.text_content())
        assert title.split()[0] in drawn
