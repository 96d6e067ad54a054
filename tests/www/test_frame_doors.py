import pytest
from django.urls import URLPattern, get_resolver
from django.utils.translation import override

from shanqiao.apps.people.models import Person

pytestmark = pytest.mark.django_db


def every_address(patterns=None):
    for pattern in patterns or get_resolver().url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from every_address(pattern.url_patterns)


def test_every_page_has_a_door_and_the_door_says_its_sentence():
    patterns = list(every_address())

    assert len(patterns) > 10
    for pattern in patterns:
        may = getattr(pattern.callback, "may", None)
        assert may is not None, f"{pattern} has no door"
        assert may.__doc__, f"the door of {pattern} says nothing"


def test_who_has_not_signed_in_is_asked_to_and_comes_back(client):
    answer = client.get("/station/?q=hwq")

    assert answer.status_code == 302
    assert answer["Location"] == "/account/sign-in/?next=/station/%3Fq%3Dhwq"


def test_a_part_of_a_page_sends_the_whole_page_to_the_sign_in(client):
    answer = client.get(
        "/station/",
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/station/needs/"},
    )

    assert answer["HX-Redirect"] == "/account/sign-in/?next=/station/needs/"


def test_somebody_without_a_post_is_told_who_may_open_the_page(client):
    client.force_login(Person.objects.create(username="nobody"))

    with override("en"):
        answer = client.get("/station/", headers={"Accept-Language": "en"})

    assert answer.status_code == 403
    assert "Only those who work at a social work station may open this page." in answer.text
