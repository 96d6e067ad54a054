"""Every form that may be sent later: where one of them is, what is typed into it, and what is done by it."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg

WORDS = "没有信号的家里写下的话"
PNG = b"\x89PNG\r\n\x1a\n"
PATIENT = "钟丽珊"  # the seriously ill resident of the demonstration
NEW = "成隽远"  # nobody else of the demonstration is called so
TO_ANSWER = """form => [...form.elements]
  .filter(one => one.name && one.type !== "hidden" && one.tagName !== "BUTTON" && !one.disabled)
  .map(one => ({name: one.name, type: one.type, required: one.required, empty: !one.value,
    ticked: one.checked, value: one.value, choices: [...(one.options ?? [])].map(o => o.value).filter(Boolean)}))"""


MINE, CASE = "/station/cases/?whose=mine&stage=", r"/station/cases/\d+/"
NEED, OF_THE_PATIENT = r"/station/needs/\d+/", f"/station/needs/?q={PATIENT}"


def day(ahead):
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    return (today + timedelta(days=ahead)).isoformat()


@dataclass(frozen=True)
class Offline:
    """One form.

    Args:
        name: of its address at the station.
        act: what is on record once it arrived.
        where: (visitor) -> the path of one that may be filled in now.
        says: {field: what is typed}; what else must be answered is answered somehow.
        before: (visitor) -> what is done with it while there is network.
        all: whether every question with boxes is answered, not only those that must be.
    """

    name: str
    act: str
    where: Callable
    says: dict = field(default_factory=dict)
    before: Callable = lambda visitor: None
    all: bool = False

    def write(self, visitor):
        """Fill it in, and press its button."""
        form = visitor.page.locator("main form:has(input[name=once])")
        asked = form.evaluate(TO_ANSWER)
        ticked = set(self.says) | {one["name"] for one in asked if one["ticked"] and one["value"]}
        for one in asked:
            if one["name"] in self.says:
                _answer(form, one, self.says[one["name"]])
            elif one["type"] == "radio" and one["name"] not in ticked and one["value"]:
                if one["required"] or self.all:
                    ticked.add(one["name"])
                    _answer(form, one, one["value"])
            elif one["required"] and one["empty"]:
                _answer(form, one, _something(one))
        form.locator("button[type=submit]:not([formnovalidate])").first.click()


def _answer(form, one, value):
    name = f"[name='{one['name']}']"
    match one["type"]:
        case "radio" | "checkbox":
            form.locator(f"{name}[value='{value}']").check()
        case "file":
            form.locator(name).set_input_files(_picture(one["name"]))
        case "select-one":
            form.locator(name).select_option(value)
        case _:
            form.locator(name).fill(value)


def _something(one):
    match one["type"]:
        case "date":
            return day(0)
        case "time":
            return "10:00"
        case "number":
            return "20"
        case "select-one":
            return one["choices"][0]
    return WORDS


def _picture(name):
    content = PNG + f"{WORDS} {name}".encode()
    return {"name": f"{name}.png", "mimeType": "image/png", "buffer": content}


def on_record(city, act):
    """How often something was done in the whole city so far."""
    with psycopg.connect(_database(city)) as rows:
        return rows.execute("SELECT count(*) FROM record_entry WHERE act = %s", [act]).fetchone()[0]


def _database(city):
    if url := city.served.environment.get("DATABASE_URL"):
        return url
    kept = json.loads((city.folder / "database.json").read_text())
    return f"postgresql://shanqiao:{kept['password']}@127.0.0.1:{kept['port']}/shanqiao"


def led(start, *ways, last=False):
    """A finder of the first page that is reached from ``start`` by links that fit ``ways``, one after the other."""

    def find(visitor):
        found = _follow(visitor, start, ways, last=last)
        assert found, f"nothing leads from {start} to {ways[-1]}"
        return found

    return find


def _follow(visitor, path, ways, *, last):
    if not ways:
        return path
    _status, links, _source = visitor.glance(path)
    fit = [link for link in dict.fromkeys(links) if re.fullmatch(ways[0], link)]
    ends = (
        _follow(visitor, link, ways[1:], last=last) for link in (reversed(fit) if last else fit)
    )
    return next((end for end in ends if end), None)


def opened(visitor, *, last=False):
    """The page of a resident, of whom this visitor said why they look."""
    home = led("/station/residents/", r"/station/residents/\d+/", last=last)(visitor)
    visitor.go(home)
    if visitor.page.locator("main [name=reason]").count():
        visitor.submit("main form button[type=submit]")
    return home


def of_a_resident(step, *, last=False):
    return lambda visitor: f"{opened(visitor, last=last)}{step}"


def _known(visitor):
    opened(visitor)
    return next(link for link in visitor.links() if link.startswith("/station/register/known/"))


def _number_that_ends(visitor):
    home = opened(visitor)
    visitor.go(f"{home}add/phone/")
    visitor.page.check("[name=whose][value=household]")
    visitor.page.fill("[name=number]", "13800001234")
    visitor.submit("main form[data-keep] button.btn-primary")
    return next(link for link in visitor.links() if re.search(r"/end/phone/\d+/$", link))


def _find_the_case(visitor):
    case = led("/station/cases/?whose=mine", r"/station/cases/\d+/")(visitor)
    visitor.page.fill("main [name=q]", case.split("/")[3])
    visitor.submit("main form[data-keep] button[name=find]")
    visitor.page.locator("[name=case]").first.check()


def _closed(visitor):
    """A case that has ended, with follow-ups to come; one is ended for it where there is none."""
    if over := _follow(visitor, f"{MINE}closed", [CASE], last=False):
        return over
    case = led(MINE, CASE, last=True)(visitor)
    visitor.go(f"{case}close/")
    visitor.page.check("[name=reason][value=withdrew]")
    visitor.page.fill("[name=words]", WORDS)
    visitor.submit("main form[data-keep] button.btn-primary")
    return case


def _tick(visitor):
    """One more or one less came than stands there."""
    visitor.page.locator("[name=came]").first.click()


FORMS = (
    Offline(
        "register-new",
        "needs.register",
        lambda visitor: "/station/register/new/",
        {
            "resident-name": NEW,
            "resident-sex": "female",
            "need-kind": "meal",
            "need-agrees": "yes",
        },
    ),
    Offline(
        "register-known",
        "needs.register",
        _known,
        {"need-kind": "goods", "need-item": "四脚助行器", "need-agrees": "yes"},
    ),
    Offline("quick", "cases.write_contact", lambda visitor: "/station/quick/", {}, _find_the_case),
    Offline("case-contact", "cases.write_contact", led(f"{MINE}work", CASE, f"{CASE}contact/")),
    Offline("case-estimate", "cases.estimate", led(f"{MINE}intake", CASE, f"{CASE}estimate/")),
    Offline(
        "case-plan",
        "cases.plan",
        led(f"{MINE}estimate", CASE, f"{CASE}plan/"),
        {"review_on": day(20), "due1": day(15)},
    ),
    Offline("case-goal", "cases.settle_goal", led(f"{MINE}work", CASE, rf"{CASE}goals/\d+/")),
    Offline(
        "case-appointment",
        "cases.make_appointment",
        led(f"{MINE}work", CASE, f"{CASE}appointment/"),
        {"on": day(3)},
    ),
    Offline(
        "case-appointment-off",
        "cases.call_off",
        led(f"{MINE}work", CASE, rf"{CASE}appointment/\d+/off/"),
    ),
    Offline("case-evaluate", "cases.evaluate", led(f"{MINE}work", CASE, f"{CASE}evaluate/")),
    Offline(
        "case-follow-up-more",
        "cases.plan_follow_up",
        lambda visitor: f"{_closed(visitor)}follow-up/",
        {"due_on": day(40)},
    ),
    Offline(
        "case-follow-up",
        "cases.follow_up",
        lambda visitor: led(_closed(visitor), rf"{CASE}follow-up/\d+/")(visitor),
    ),
    Offline("resident-case", "cases.open", of_a_resident("case/", last=True)),
    Offline(
        "resident-change",
        "residents.change",
        of_a_resident("change/"),
        {"phone": "13800005678"},
    ),
    Offline(
        "resident-add",
        "residents.add_phone",
        of_a_resident("add/phone/"),
        {"whose": "household", "number": "02081234567"},
    ),
    Offline("resident-end", "residents.end_fact", _number_that_ends),
    Offline(
        "resident-consents",
        "residents.give_consent",
        of_a_resident("consents/"),
        {"purpose": "pictures", "how": "word"},
    ),
    Offline("resident-sheet", "residents.ask_for_correction", of_a_resident("sheet/")),
    Offline("sheet", "instruments.assess", of_a_resident("sheets/barthel/?whole=1"), all=True),
    Offline(
        "need-assess",
        "needs.assess",
        led("/station/needs/?waits=assess", NEED, f"{NEED}assess/"),
        {"needed": "900", "elsewhere": "0"},
    ),
    Offline(
        "receipt-confirm",
        "delivery.confirm",
        led("/station/receipts/", r"/station/receipts/\d+/"),
        {"evidence": PNG},
    ),
    Offline(
        "illness-bill-new",
        "illness.hand_in",
        led(OF_THE_PATIENT, NEED, f"{NEED}illness/", f"{NEED}illness/bills/new/"),
        {"number": "4401-9999-0001", "medicine_amount": "100", "medicine_covered": "50"},
    ),
    Offline(
        "need-document-new",
        "programmes.hand_in",
        led(OF_THE_PATIENT, NEED, f"{NEED}illness/", rf"{NEED}papers/[\w-]+/new/"),
    ),
    Offline(
        "group-sheet",
        "cases.take_attendance",
        led(
            "/station/groups/",
            r"/station/groups/\d+/",
            r"/station/groups/\d+/meetings/\d+/",
            last=True,
        ),
        {},
        _tick,
    ),
    Offline("event-new", "cases.write_event", lambda visitor: "/station/neighbourhood/new/"),
    Offline(
        "resident-departure", "residents.write_departure", of_a_resident("departure/", last=True)
    ),
)
