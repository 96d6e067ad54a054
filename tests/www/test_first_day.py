"""The first day of a city: whoever comes in finds every page of their desk open, and none with an empty table and no word."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import resolve

from shanqiao.apps.people.models import Post
from shanqiao.apps.people.queries import station_of
from tests.apps.sameness_factories import an_adjudicator
from tests.cases import a_worker_at
from tests.factories import a_cashier, a_fund, a_handler, a_manager, a_social_worker, a_supervisor
from tests.links import links_of
from tests.rules import a_rule_keeper

from .at_noon import signed_in, stop_the_clock

pytestmark = pytest.mark.django_db
# but the list of forms that wait on the phone, which a script fills
EMPTY = re.compile(r"<(tbody|ol|ul)(?![^>]*data-phone-list)[^>]*>\s*</\1>")
AWAY = ("/account/", "/i18n/", "/static/")


def _at_the_station(role):
    return a_worker_at(station_of(a_social_worker()), role)


DESKS = {
    "station": a_social_worker,
    "counsellor": lambda: _at_the_station(Post.Role.COUNSELLOR),
    "station_supervisor": lambda: _at_the_station(Post.Role.STATION_SUPERVISOR),
    "handler": lambda: a_handler(a_fund()),
    "manager": lambda: a_manager(a_fund()),
    "cashier": lambda: a_cashier(a_fund()),
    "supervisor": a_supervisor,
    "adjudicator": an_adjudicator,
    "rules": a_rule_keeper,
}
AT_LEAST = {"adjudicator": 15, "rules": 15}  # pages that links lead to; of the others thirty


def pages(client, start):
    """(path, answer) of one page of each view that links lead to."""
    waiting, views = [start], set()
    while waiting:
        path = waiting.pop(0)
        plain = urlsplit(path).path
        if plain.startswith(AWAY) or (view := resolve(plain).view_name) in views:
            continue
        views.add(view)
        answer = client.get(path, follow=True)
        yield path, answer
        if not answer["Content-Type"].startswith("text/html"):
            continue
        here = answer.request["PATH_INFO"]
        waiting += [
            urljoin(here, link)
            for link in links_of(answer.text)
            if not urlsplit(urljoin(here, link)).netloc
        ]


@pytest.mark.parametrize("desk", DESKS)
def test_every_page_opens_and_says_what_will_be_there(client, monkeypatch, desk):
    stop_the_clock(monkeypatch)
    somebody = signed_in(client, DESKS[desk]())

    seen = list(pages(somebody, "/desk/"))

    assert {path: a.status_code for path, a in seen if a.status_code != 200} == {}
    told = [(path, a.text) for path, a in seen if a["Content-Type"].startswith("text/html")]
    assert len(told) >= AT_LEAST.get(desk, 30)
    bare = {path: found.group() for path, text in told if (found := EMPTY.search(text))}
    assert bare == {}
