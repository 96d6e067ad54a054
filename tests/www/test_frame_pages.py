import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.views.defaults import server_error

from shanqiao.apps.people.actions import give_post
from shanqiao.apps.people.models import Person, Post
from tests.factories import NOON, a_fund, a_handler, a_social_worker, a_supervisor

pytestmark = pytest.mark.django_db


def test_everybody_arrives_at_their_own_desk(client):
    for person, desk in [
        (a_social_worker(), "/station/"),
        (a_handler(a_fund()), "/fund/"),
        (a_supervisor(), "/supervisor/"),
    ]:
        client.force_login(person)

        assert client.get("/desk/")["Location"] == desk


def test_who_has_two_posts_finds_both_desks_in_the_menu(client):
    person = a_social_worker()
    give_post(person=person, role=Post.Role.SUPERVISOR, at=NOON)
    client.force_login(person)

    page = client.get("/station/")

    assert 'href="/supervisor/"' in page.text


@pytest.mark.parametrize(
    ("page", "place", "says"),
    [
        ("/fund/gifts/", "/fund/gifts/", "page"),
        ("/fund/boxes/", "/fund/gifts/", "true"),
        ("/fund/out/batches/", "/fund/grants/", "true"),
        ("/fund/grants/", "/fund/grants/", "page"),
        ("/fund/plans/", "/fund/proposals/", "true"),
        ("/fund/inquiries/", "/fund/aid/applications/", "true"),
    ],
)
def test_the_menu_says_in_which_place_a_page_lies(client, page, place, says):
    client.force_login(a_handler(a_fund()))

    menu = client.get(page).text

    assert f'href="{place}" aria-current="{says}"' in menu
    assert menu.count('class="nav-item active"') == 1


def test_an_account_without_a_post_is_told_whom_to_ask(client):
    client.force_login(Person.objects.create(username="nobody"))

    page = client.get("/desk/")

    assert page.status_code == 403
    assert "ask the operator of your city" in page.text


def test_a_page_that_is_not_there_says_what_to_do(client):
    page = client.get("/nowhere/")

    assert page.status_code == 404
    assert "To the city view" in page.text


def test_a_form_without_its_token_is_refused_in_words():
    page = Client(enforce_csrf_checks=True).post("/language/", {"language": "en"})

    assert page.status_code == 403
    assert "so nothing was saved" in page.text


def test_a_failure_says_what_is_safe():
    request = RequestFactory().get("/")
    request.user = AnonymousUser()

    page = server_error(request)

    assert page.status_code == 500
    assert "everything that was there is still there" in page.text


def test_large_type_is_remembered(client):
    client.cookies["text_size"] = "large"

    assert 'data-text-size="large"' in client.get("/help/").text


def test_nothing_on_a_page_runs_that_is_not_a_file_of_ours(client):
    client.force_login(a_social_worker())

    page = client.get("/station/needs/")

    policy = page["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
    assert " style=" not in page.text
    assert "<script>" not in page.text
