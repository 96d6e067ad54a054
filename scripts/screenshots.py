"""Pictures of a demonstration city, made by walking through it.

python -m scripts.screenshots           the pictures of README and tutorial, into docs/pictures
python -m scripts.screenshots --every   every page, in both languages, at 390 and 1440 px, into out/screenshots
"""

import sys
from pathlib import Path

from tests.browser.running import ROOT, a_city, browser
from tests.browser.walking import PHONE, WIDE, Visitor
from tests.browser.way import Way

DESKS = (None, "station", "handler", "manager", "cashier", "supervisor")


def pictures_of_the_docs(city, chrome, folder):
    """The city view in both languages, and the way of one need as the tutorial tells it."""

    def enter(desk=None, **kind):
        return Visitor(chrome, city, desk=desk, language="en", **kind)

    def picture(visitor, name):
        visitor.settle()
        visitor.page.screenshot(path=folder / f"{name}.png")

    folder.mkdir(parents=True, exist_ok=True)
    for language, name in (("en", "00-city"), ("zh-hans", "00-city.zh")):
        anybody = Visitor(chrome, city, language=language)
        anybody.go("/")
        picture(anybody, name)
    way = Way(city, enter, picture)
    for step in (
        way.told,
        way.assessed,
        way.proposed,
        way.granted,
        way.agreed,
        way.given,
        way.confirmed,
        way.disclosed,
    ):
        step()


def pictures_of_every_page(city, chrome, folder):
    """What each person sees behind each place of the menu, in both languages, wide and on a phone."""
    folder.mkdir(parents=True, exist_ok=True)
    for desk in DESKS:
        for language in ("zh-hans", "en"):
            for width in (WIDE, PHONE):
                somebody = Visitor(chrome, city, desk=desk, language=language, width=width)
                somebody.go("/desk/" if desk else "/")
                for path in sorted({link.partition("?")[0] for link in somebody.links()}):
                    somebody.go(path)
                    somebody.settle()
                    name = f"{desk or 'public'}-{language}-{width}{path.replace('/', '-').rstrip('-')}.png"
                    somebody.page.screenshot(path=folder / name, full_page=True)
                somebody.leave()


def main(arguments):
    with a_city() as city, browser() as chrome:
        if "--every" in arguments:
            pictures_of_every_page(city, chrome, Path("out/screenshots"))
        else:
            pictures_of_the_docs(city, chrome, ROOT / "docs" / "pictures")


if __name__ == "__main__":
    main(sys.argv[1:])
