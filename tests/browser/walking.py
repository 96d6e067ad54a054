"""Somebody before a screen: signs in as the demonstration offers it, goes from page to page, and listens for faults."""

from urllib.parse import urljoin, urlsplit

from tests.browser.running import ROOT
from tests.links import links_of

AXE = ROOT / "node_modules/axe-core/axe.min.js"
WIDE, PHONE = 1440, 390
QUIET, PATIENCE = (
    100,
    30_000,
)  # milliseconds: so long nothing is asked for; so long we wait for that


class Visitor:
    """A person with a browser of their own.

    Args:
        desk: whose sign-in (station, handler, manager, cashier, supervisor), None for the public.
        number: which of several sign-ins of that desk.
        offline: whether the service worker is let in, which is for tests about it: a page that comes through one is not
            always seen as it was sent.
    """

    def __init__(
        self,
        chrome,
        city,
        *,
        desk=None,
        number=0,
        language="zh-hans",
        width=WIDE,
        scripts=True,
        offline=False,
    ):
        self.city = city
        self.window = chrome.new_context(
            viewport={"width": width, "height": 900},
            locale="zh-CN" if language.startswith("zh") else "en-GB",
            reduced_motion="reduce",
            java_script_enabled=scripts,
            service_workers="allow" if offline else "block",
        )
        self.window.add_cookies(
            [{"name": "django_language", "value": language, "url": city.address}]
        )
        self.page = self.window.new_page()
        self.faults = []
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.page.url}: {error}"))
        self.page.on("console", self._listen)
        self._under_way = set()
        self.page.on("request", lambda asked: self._under_way.add(asked))
        self.page.on("requestfinished", lambda asked: self._under_way.discard(asked))
        self.page.on("requestfailed", lambda asked: self._under_way.discard(asked))
        if desk:
            self._sign_in(desk, number)

    def go(self, path):
        """Open a page; its HTTP status. ``source`` is then what was sent."""
        self._under_way.clear()
        self._answer = self.page.goto(self.city.address + path, wait_until="load")
        return self._answer.status

    @property
    def source(self):
        """The page that was gone to, or answered a form, as it was sent, before any script changed it."""
        return self._answer.text()

    def settle(self):
        """Wait until whatever the page asks for in the background is there."""
        quiet, waited = 0, 0
        while quiet < QUIET:
            assert waited < PATIENCE, f"{self.page.url} goes on asking for {self._under_way}"
            self.page.wait_for_timeout(QUIET // 4)
            quiet = 0 if self._under_way else quiet + QUIET // 4
            waited += QUIET // 4

    def links(self):
        """Every page of ours that this page links to, as path with query."""
        found = self.page.eval_on_selector_all(
            "a[href]:not([download]):not([data-leave])", "links => links.map(link => link.href)"
        )
        return self._ours(found)

    def glance(self, path):
        """Ask for a page without showing it: its HTTP status, what it links to before any script runs, and its source."""
        answer = self.window.request.get(self.city.address + path)
        source = answer.text()
        links = self._ours(urljoin(answer.url, link) for link in links_of(source))
        return answer.status, links, source

    def _ours(self, addresses):
        parts = [urlsplit(address) for address in addresses]
        return [
            part.path + (f"?{part.query}" if part.query else "")
            for part in parts
            if f"{part.scheme}://{part.netloc}" == self.city.address
        ]

    def submit(self, selector):
        """Press a button that sends a form, and wait for the page that answers."""
        with self.page.expect_navigation() as answer:
            self.page.locator(selector).last.click()
        self._answer = answer.value

    def hindrances(self):
        """What on this page keeps somebody from using it, in words: axe's findings, and a page wider than the screen."""
        self.settle()
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate(
            "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
        )
        wider = self.page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        told = [f"{v['id']}: {v['help']} {[n['target'] for n in v['nodes']][:3]}" for v in found]
        return told + ([f"{wider} px wider than the screen"] if wider > 1 else [])

    def leave(self):
        self.window.close()

    def _sign_in(self, desk, number):
        self.go("/account/sign-in/")
        self.page.locator(f"a[data-desk={desk}]").nth(number).click()
        self.page.locator("#sign-in button[type=submit]").click()
        self.page.wait_for_url("**/code/")
        self.page.fill("input[name=code]", self.page.locator(".alert strong").inner_text())
        self.page.locator("form[action*=code] button[type=submit]").click()
        self.page.wait_for_url(lambda address: "/account/" not in address)

    def _listen(self, message):
        if message.type == "error" and "404" not in message.text and "403" not in message.text:
            self.faults.append(f"{self.page.url}: {message.text}")
