import pytest
from django.conf import settings
from django.test import RequestFactory
from django.urls import reverse
from playwright.sync_api import expect

from criteria.urls import app_name, urlpatterns
from tests.access import world as worlds
from tests.browser.accessibility import reflow_faults, serious_faults
from tests.browser.pages import FILES, PAGES, PARTS
from tests.browser.year import add_a_year

pytestmark = pytest.mark.browser
LAST_PART = {"criteria:policy_edit": "code"}


def test_the_sign_in_page_has_no_serious_fault(page):
    page.goto("/dang-nhap/")

    assert serious_faults(page) == []


def test_a_picture_without_words_and_a_field_without_a_name_are_named(page):
    page.goto("/dang-nhap/")
    page.evaluate("document.querySelector('main').append(new Image(), document.createElement('input'))")

    assert {fault.partition(":")[0] for fault in serious_faults(page)} >= {"image-alt", "label"}


@pytest.fixture
def world(live_server, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    world = worlds.build()
    add_a_year(world)
    return world


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("user", PAGES)
def test_no_page_of_the_year_has_a_serious_fault(user, page, client, world):
    come_in(page, client, world.users[user])
    faults = {}
    for name, *rest in PAGES[user]:
        address = address_of(world, name, *rest)
        answer = page.goto(address)
        expect(page.locator("[hx-trigger=load] > noscript")).to_have_count(0)
        if answer.status != 200 or not page.url.endswith(address):
            faults[name, *rest] = [f"{answer.status} at {page.url}"]
        elif found := serious_faults(page) + reflow_faults(page):
            faults[name, *rest] = found

    assert faults == {}


@pytest.mark.django_db(transaction=True)
def test_asking_before_several_are_decided_has_no_serious_fault(page, client, world):
    come_in(page, client, world.users["district secretary"])
    page.goto(reverse("portal:inbox"))
    page.locator("#hop-duyet .box label").first.click()
    page.click("#hop-duyet button[value=return]")
    page.wait_for_url("**/cho-duyet/nhieu/")

    assert serious_faults(page) == []


def test_every_page_of_the_year_is_looked_at():
    asked = RequestFactory().options("/")
    pages = {row.name for row in urlpatterns if "GET" in row.callback(asked)["Allow"]}
    looked_at = {name.partition(":")[2] for rows in PAGES.values() for name, *_ in rows if name.startswith(app_name)}

    assert pages - FILES - PARTS == looked_at


def come_in(page, client, user):
    """With the session of the test client: signing in has a test of its own."""
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    page.goto("/dang-nhap/")
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": page.url}])


def address_of(world, name, thing="", rest=""):
    kwargs = world.things[thing]["in"].kwargs if thing else {}
    return reverse(name, kwargs=kwargs | ({LAST_PART.get(name, "step"): rest} if rest else {}))
