"""A home without signal: what is written there stays on the phone, sealed, and is in the case exactly once."""

import re

import pytest

from tests.browser.offline import FORMS, on_record
from tests.browser.walking import Visitor

PHONE = {"language": "en", "width": 390, "offline": True}
EXPECTED = (
    "ERR_INTERNET_DISCONNECTED",  # what a browser says of no network
    "htmx:afterRequest",  # the draft that could not be kept on the server meanwhile
    "htmx:sendError",
    "status of 422",  # what it says of a refusal
)
SHOWN = "[data-phone-shown]"
IN_THE_BROWSER = """async () => {
  const caught = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const answer = await cache.match(request);
      caught.push({cache: name, path: new URL(request.url).pathname, text: await answer.text()});
    }
  }
  const database = await new Promise((resolve, reject) => {
    const asked = indexedDB.open("shanqiao-phone", 1);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  const all = (store) => new Promise((resolve) => {
    const asked = database.transaction(store).objectStore(store).getAll();
    asked.onsuccess = () => resolve(asked.result);
  });
  const [keys, entries] = [await all("keys"), await all("entries")];
  database.close();
  const taken = await Promise.all(keys.map((row) =>
    crypto.subtle.exportKey("raw", row.key).then(() => "taken out", () => "stays in")));
  const readable = entries.map((entry) => JSON.stringify(entry, (name, value) =>
    value instanceof ArrayBuffer ? new TextDecoder().decode(value) : value));
  return {caught, keys: keys.length, taken, entries: readable};
}"""

# the server gets what is sent next, and the phone never hears of it
LOSE_AN_ANSWER = """() => {
  const { fetch } = window;
  window.lost = [];
  window.fetch = async (path, asked) => {
    const answer = await fetch(path, asked);
    if (asked?.method !== "POST" || window.lost.length) return answer;
    window.lost.push(answer.status);
    throw new TypeError("no network");
  };
}"""
FORGET_ALL = """() => new Promise((resolve) => {
  const asked = indexedDB.open("shanqiao-phone", 1);
  asked.onsuccess = () => {
    const all = asked.result.transaction("entries", "readwrite");
    all.objectStore("entries").clear();
    all.oncomplete = () => { asked.result.close(); resolve(); };
  };
})"""


@pytest.fixture(scope="module")
def one_phone(chrome, city):
    """One phone for all these tests: a code opens the door once, and there are only so many in a minute."""
    somebody = Visitor(chrome, city, desk="station", number=0, **PHONE)
    yield somebody
    somebody.leave()


@pytest.fixture
def worker(one_phone):
    one_phone.window.set_offline(False)
    one_phone.faults.clear()
    yield one_phone
    one_phone.window.set_offline(False)
    one_phone.page.evaluate(
        FORGET_ALL
    )  # what was left where a test failed is not taken for the next one's
    told = [fault for fault in one_phone.faults if not any(words in fault for words in EXPECTED)]
    assert told == []


def session(worker):
    """The cookie by which somebody is signed in."""
    return next(one for one in worker.window.cookies() if one["name"] == "sessionid")


def a_case(worker):
    """(address of a case this worker writes into, name of its resident)."""
    worker.go("/station/cases/")
    for path in dict.fromkeys(p for p in worker.links() if re.fullmatch(r"/station/cases/\d+/", p)):
        worker.go(path)
        if worker.page.locator(f"a[href='{path}contact/']").count():
            return path, worker.page.locator("h1").inner_text().split("·")[1].strip()
    raise AssertionError("no case is open")


def write(worker, words, *, on=None):
    """Fill in what happened, and press the button."""
    worker.page.fill("[name=words]", words)
    worker.page.fill("[name=minutes]", "30")
    if on:
        worker.page.fill("[name=done_on]", on)
    worker.page.locator("main form[data-keep] button.btn-primary").click()


def ready(worker, path):
    """The form is open, and the service worker is there."""
    worker.go(path)
    worker.page.evaluate("async () => { await navigator.serviceWorker.ready }")
    worker.page.wait_for_function("() => navigator.serviceWorker.controller !== null")


def says(worker, words):
    worker.page.locator(SHOWN, has_text=words).wait_for(timeout=15_000)


def times_in(worker, case, words):
    worker.go(case)
    return worker.page.locator(".timeline-event", has_text=words).count()


def test_written_without_network_it_waits_sealed_and_is_sent_once(worker):
    case, name = a_case(worker)
    ready(worker, f"{case}contact/")
    worker.window.set_offline(True)
    says(worker, "There is no network just now.")
    write(worker, "楼下敲门无人应，电话里说很好")

    says(worker, "1 entry waits on this phone")
    says(worker, "Kept on this phone, sealed.")
    assert worker.page.input_value("[name=words]") == ""
    worker.page.locator("[data-phone-details] summary").click()
    told = worker.page.locator("[data-phone-list]").inner_text()
    assert "What happened in the case?" in told and name not in told
    assert worker.hindrances() == []
    found = worker.page.evaluate(IN_THE_BROWSER)
    assert (found["keys"], found["taken"], len(found["entries"])) == (1, ["stays in"], 1)
    assert "敲门" not in found["entries"][0] and case not in found["entries"][0]

    worker.page.goto(
        worker.city.address + case
    )  # nothing about a resident is there without network
    assert "No network" in worker.page.locator("main").inner_text()
    assert name not in worker.page.content()
    assert worker.hindrances() == []

    worker.window.set_offline(False)
    worker.go("/station/")
    says(worker, "Sent. Nothing of it is left on this phone.")
    assert times_in(worker, case, "楼下敲门无人应") == 1
    worker.go("/station/")
    worker.settle()
    assert times_in(worker, case, "楼下敲门无人应") == 1
    assert worker.page.evaluate(IN_THE_BROWSER)["entries"] == []


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_form_written_without_network_is_done_once_though_an_answer_is_lost(worker, form):
    ready(worker, form.where(worker))
    form.before(worker)
    had = on_record(worker.city, form.act)
    worker.window.set_offline(True)
    form.write(worker)
    says(worker, "1 entry waits on this phone")
    assert on_record(worker.city, form.act) == had

    worker.page.evaluate(LOSE_AN_ANSWER)
    worker.window.set_offline(False)
    worker.page.wait_for_function("() => window.lost.length")
    assert worker.page.evaluate("() => window.lost") == [204]
    assert on_record(worker.city, form.act) == had + 1
    worker.page.evaluate("() => window.dispatchEvent(new Event('online'))")

    says(worker, "Sent. Nothing of it is left on this phone.")
    assert on_record(worker.city, form.act) == had + 1
    assert worker.page.evaluate(IN_THE_BROWSER)["entries"] == []


def test_the_cache_holds_the_bundle_and_no_page_of_a_resident(worker):
    case, name = a_case(worker)
    ready(worker, f"{case}contact/")
    for path in ("/station/", case, "/station/residents/"):
        worker.go(path)

    caught = worker.page.evaluate(IN_THE_BROWSER)["caught"]

    paths = {one["path"] for one in caught}
    assert len({one["cache"] for one in caught}) == 1
    assert {"/no-network/", "/static/dist/app.js", "/static/dist/app.css"} <= paths
    assert all(path.startswith("/static/") or path == "/no-network/" for path in paths)
    me = worker.page.locator(".navbar .dropdown .btn").first.inner_text().split("\n")[0]
    assert not [one["path"] for one in caught if name in one["text"] or (me and me in one["text"])]


def test_when_the_signal_returns_while_the_page_is_open_it_is_sent_at_once(worker):
    case, _name = a_case(worker)
    ready(worker, f"{case}contact/")
    worker.window.set_offline(True)
    write(worker, "家里漏水，已拍照")
    says(worker, "1 entry waits on this phone")

    worker.window.set_offline(False)

    says(worker, "Sent. Nothing of it is left on this phone.")
    assert times_in(worker, case, "家里漏水") == 1


def test_what_the_server_refuses_needs_eyes_and_is_filled_in_again(worker):
    case, _name = a_case(worker)
    ready(worker, f"{case}contact/")
    worker.window.set_offline(True)
    write(worker, "日期写错的探访", on="2099-01-01")
    says(worker, "1 entry waits on this phone")
    worker.window.set_offline(False)
    says(worker, "needs your eyes")
    assert times_in(worker, case, "日期写错的探访") == 0
    worker.settle()
    worker.page.locator("[data-row-read]").click()
    worker.page.locator("[data-row-typed]", has_text="日期写错的探访").wait_for(timeout=5_000)

    worker.page.locator("[data-row-open]").click()
    says(worker, "Filled in again from this phone.")
    assert worker.page.input_value("[name=words]") == "日期写错的探访"
    assert worker.page.input_value("[name=done_on]") == "2099-01-01"
    worker.page.fill("[name=done_on]", "2026-01-05")
    worker.submit("main form[data-keep] button.btn-primary")

    says(worker, "Sent. Nothing of it is left on this phone.")
    assert times_in(worker, case, "日期写错的探访") == 1


def test_whoever_was_signed_out_meanwhile_loses_nothing(worker):
    case, _name = a_case(worker)
    ready(worker, f"{case}contact/")
    worker.window.clear_cookies(name="sessionid")
    write(worker, "写到一半会话过期")
    says(worker, "You are signed out, so nothing was sent.")

    worker._sign_in("station", 0)

    says(worker, "Sent. Nothing of it is left on this phone.")
    assert times_in(worker, case, "写到一半会话过期") == 1


def test_a_colleague_on_the_same_phone_neither_sends_nor_reads_it(worker):
    case, _name = a_case(worker)
    ready(worker, f"{case}contact/")
    mine = session(worker)
    worker.window.clear_cookies(name="sessionid")
    write(worker, "只属于第一位社工")
    says(worker, "You are signed out")

    worker._sign_in("station_supervisor", 0)
    says(worker, "Something of a colleague waits here too.")
    assert worker.page.locator("[data-phone-list] li").count() == 0
    worker.settle()
    assert len(worker.page.evaluate(IN_THE_BROWSER)["entries"]) == 1

    worker.window.add_cookies([mine])
    worker.go("/station/")
    says(worker, "Sent. Nothing of it is left on this phone.")
    assert times_in(worker, case, "只属于第一位社工") == 1


def test_signing_out_warns_and_forgets(worker):
    case, _name = a_case(worker)
    ready(worker, f"{case}contact/")
    worker.window.set_offline(True)
    write(worker, "没有发送就退出", on="2099-01-01")
    says(worker, "1 entry waits on this phone")
    worker.window.set_offline(False)
    says(worker, "needs your eyes")
    asked = []
    worker.page.once("dialog", lambda box: (asked.append(box.message), box.dismiss()))
    worker.go("/account/sign-out/")
    out = "main form[action='/account/sign-out/'] button"
    worker.page.locator(out).click()
    worker.settle()
    assert worker.page.url.endswith("/account/sign-out/")
    assert "If you sign out now, it is gone." in asked[0]
    assert len(worker.page.evaluate(IN_THE_BROWSER)["entries"]) == 1

    worker.page.once("dialog", lambda box: box.accept())
    worker.submit(out)

    found = worker.page.evaluate(IN_THE_BROWSER)
    assert (found["keys"], found["entries"]) == (0, [])
    worker._sign_in("station", 0)
    worker.settle()
    assert worker.page.locator(SHOWN).is_hidden()
    assert times_in(worker, case, "没有发送就退出") == 0
