"""What stands around every page: the desks a person may open, the places of this one, who one is."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import get_language

from .phone import SIGN_IN, whose


@dataclass(frozen=True, kw_only=True)
class Place:
    """One place of a desk, as the menu shows it."""

    label: str
    url_name: str
    icon: str
    count: int | None = None  # what waits there; None where nothing is counted
    pressing: bool = False  # part of it is overdue or urgent
    holds: tuple[str, ...] = ()  # pages that lie in it, by the beginnings of their names
    tabs: tuple[tuple[str, int], ...] = ()  # which of its tabs how much waits on, by their names

    def is_around(self, page):
        """Does the page of this name lie here?"""
        return page == self.url_name or page.startswith(self.holds)


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A desk as the frame knows it. ``settings.DESKS`` names them; each stands in its ``nav.py``."""

    name: str  # the namespace of its addresses
    label: str
    icon: str
    home: str  # the name of the address it opens on
    may: Callable  # (person) -> may they open it?
    places: Callable  # (request) -> list of Place, at most seven
    acting_for: Callable = lambda request: ""  # (request) -> for whom one acts here
    search: str = ""  # the name of the address that takes ?q=
    search_label: str = ""
    quick: str = ""  # the name of the address where one writes down what just happened
    quick_label: str = ""
    quick_key: str = "e"
    public: bool = False  # open to everybody, in a frame without a menu at the side


class Frame:
    """Asked for only where a page draws it."""

    def __init__(self, request):
        self._request = request

    @cached_property
    def desks(self):
        """The working desks this person may open."""
        person = getattr(self._request, "user", None)
        if person is None or not person.is_authenticated:
            return []
        return [desk for desk in _all_desks() if not desk.public and desk.may(person)]

    @cached_property
    def desk(self):
        """The desk of this page; on a page of no desk, the first one may open."""
        match = getattr(self._request, "resolver_match", None)
        here = next((d for d in self.desks if match and d.name == match.namespace), None)
        return here or next(iter(self.desks), None)

    @cached_property
    def places(self):
        return self.desk.places(self._request) if self.desk else []

    @cached_property
    def waits(self):
        """{name of a tab's address within its desk: what waits on it}."""
        counted = [tab for place in self.places for tab in place.tabs]
        return {name.partition(":")[2]: count for name, count in counted}

    @cached_property
    def public_places(self):
        public = next((desk for desk in _all_desks() if desk.public), None)
        return public.places(self._request) if public else []

    @cached_property
    def acting_for(self):
        return self.desk.acting_for(self._request) if self.desk else ""

    @cached_property
    def page(self):
        """The name of the address of this page, as places name theirs."""
        match = getattr(self._request, "resolver_match", None)
        return match.view_name if match else ""

    @cached_property
    def here(self):
        """The name of the address of the place this page is, or lies in."""
        if any(place.url_name == self.page for place in self.places):
            return self.page
        return next(
            (place.url_name for place in self.places if place.is_around(self.page)), self.page
        )

    @property
    def lang(self):
        return "zh-Hans" if (get_language() or "zh").startswith("zh") else "en"

    @property
    def other_language(self):
        """(code, name in itself, lang attribute) of the language one may change to."""
        if self.lang == "en":
            return ("zh-hans", "中文", "zh-Hans")
        return ("en", "English", "en")

    @property
    def text_size(self):
        return "large" if self._request.COOKIES.get("text_size") == "large" else "normal"

    @property
    def phone(self):
        """By what a phone knows who keeps something on it, and under which sign-in; empty where nobody signed in."""
        user, session = self._request.user, self._request.session
        if not user.is_authenticated:
            return {}
        return {"whose": whose(user), "sign_in": session.get(SIGN_IN, "")}

    @property
    def demonstration(self):
        return settings.DEMONSTRATION


def frame(request):
    return {"frame": Frame(request)}


def _all_desks():
    return [import_string(name) for name in settings.DESKS]
