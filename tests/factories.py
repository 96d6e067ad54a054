"""One function per thing; keyword-only; say only what the test is about. They go through the actions."""

from datetime import date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from shanqiao.apps.bank.actions import open_account
from shanqiao.apps.delivery.actions import pay_grant
from shanqiao.apps.files.actions import keep_document
from shanqiao.apps.funds.actions import give_seat, open_fund, open_purse, receive_gift
from shanqiao.apps.funds.models import Fund, Seat
from shanqiao.apps.matching.actions import approve_proposal
from shanqiao.apps.matching.frozen import freeze
from shanqiao.apps.matching.models import Plan, Proposal
from shanqiao.apps.matching.queries import city_on
from shanqiao.apps.needs.actions import assess_need, register_need
from shanqiao.apps.needs.kinds import Kind
from shanqiao.apps.people.actions import admit_person, give_post
from shanqiao.apps.people.models import Post
from shanqiao.apps.places.models import District, Station, Street
from shanqiao.apps.registry.actions import file_certificate, register_organisation
from shanqiao.apps.residents.actions import give_consent, register_resident
from shanqiao.apps.residents.models import Consent

_next = count(1).__next__
NOON = datetime(2026, 5, 6, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NOON.date()
PNG = b"\x89PNG\r\n\x1a\n" + b"a photo of a signed sheet"


def a_street(*, code="440103001", name="沙面街道", name_en="Shamian Subdistrict"):
    district, _ = District.objects.get_or_create(
        code=code[:6], defaults={"name": "荔湾区", "name_en": "Liwan District"}
    )
    street, _ = Street.objects.get_or_create(
        code=code,
        defaults={"name": name, "name_en": name_en, "district": district, "kind": "subdistrict"},
    )
    return street


def a_station(*, street=None):
    n = _next()
    return Station.objects.create(
        name=f"第{n}社工站", name_en=f"Station {n}", street=street or a_street()
    )


def a_person(*, name=None):
    n = _next()
    return admit_person(
        username=f"person{n}", name=name or f"某{n}", password="a long secret", at=NOON
    )


def a_social_worker(*, station=None):
    person = a_person()
    give_post(person=person, role=Post.Role.SOCIAL_WORKER, station=station or a_station(), at=NOON)
    return person


def a_supervisor():
    person = a_person()
    give_post(person=person, role=Post.Role.SUPERVISOR, at=NOON)
    return person


def station_where(worker):
    return worker.posts.get(role=Post.Role.SOCIAL_WORKER).station


def a_resident(*, worker=None, agrees=True, name="黄伟强", sex="male", **facts):
    worker = worker or a_social_worker()
    station = station_where(worker)
    facts.setdefault("street", station.street)
    resident = register_resident(name=name, sex=sex, station=station, by=worker, at=NOON, **facts)
    if agrees:
        give_consent(resident=resident, purpose=Consent.Purpose.FINDING_HELP, by=worker, at=NOON)
    return resident


def a_need(*, worker=None, resident=None, kind=Kind.CASH_MEDICAL, at=NOON, **facts):
    worker = worker or a_social_worker()
    return register_need(
        resident=resident or a_resident(worker=worker),
        station=station_where(worker),
        kind=kind,
        by=worker,
        at=at,
        **facts,
    )


def an_assessed_need(
    *, needed=100_000, elsewhere=0, severity=50, urgency=1, worker=None, at=NOON, **facts
):
    worker = worker or a_social_worker()
    need = a_need(worker=worker, at=at, **facts)
    assess_need(
        need=need,
        needed=needed,
        elsewhere=elsewhere,
        severity=severity,
        urgency=urgency,
        by=worker,
        at=at,
    )
    return need


def a_host(*, certificate=True):
    n = _next()
    host = register_organisation(
        name=f"第{n}慈善会",
        name_en=f"Charity {n}",
        uscc=a_credit_code(n),
        form="foundation",
        registered_on=date(2015, 1, 1),
        at=NOON,
    )
    if certificate:
        a_certificate(holder=host)
    return host


def a_certificate(*, holder, valid_from=date(2020, 1, 1), valid_to=date(2036, 12, 31)):
    return file_certificate(
        holder=holder,
        number=f"certificate {_next()}",
        valid_from=valid_from,
        valid_to=valid_to,
        at=NOON,
    )


def a_bank_account(*, host=None, name=None, number="", currency="CNY", bank="工行"):
    n = _next()
    return open_account(
        host=host or a_host(),
        name=name or f"第{n}户",
        bank=bank,
        number=number,
        currency=currency,
        by=None,
        at=NOON,
    )


def a_credit_code(n):
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = f"53440100MJ{n:07d}"
    total = sum(alphabet.index(x) * pow(3, i, 31) for i, x in enumerate(body))
    return body + alphabet[(31 - total % 31) % 31]


def a_fund(*, host=None, kind=Fund.Kind.COMMUNITY):
    n = _next()
    return open_fund(
        name=f"第{n}社区慈善基金",
        name_en=f"Community fund {n}",
        host=host or a_host(),
        kind=kind,
        at=NOON,
    )


def a_purse(*, fund=None, received=1_000_000, kinds=(Kind.CASH_MEDICAL,), **conditions):
    n = _next()
    conditions.setdefault("valid_from", TODAY - timedelta(days=365))
    conditions.setdefault("valid_to", TODAY + timedelta(days=3650))
    purse = open_purse(
        fund=fund or a_fund(),
        name=f"资金{n}",
        name_en=f"Purse {n}",
        kinds=kinds,
        at=NOON,
        **conditions,
    )
    if received:
        receive_gift(purse=purse, count=received, key=f"gift {n}", about="a gift", at=NOON)
        purse.refresh_from_db()
    return purse


def _seated(fund, role):
    person = a_person()
    give_seat(fund=fund, person=person, role=role, at=NOON)
    return person


def a_handler(fund):
    return _seated(fund, Seat.Role.PROPOSES)


def a_manager(fund):
    return _seated(fund, Seat.Role.DECIDES)


def a_cashier(fund):
    return _seated(fund, Seat.Role.PAYS)


def a_plan(*, by=None, at=NOON):
    """A plan as some engine made it; its proposals are given by the test."""
    city = city_on(at=at)
    return Plan.objects.create(
        proposed_at=at,
        proposed_by=by,
        policy="basic_first",
        digest=city.digest(),
        facts=freeze(city),
        answer="0" * 64,
        summary={},
    )


def a_proposal(*, need=None, purse=None, count=80_000, by=None, plan=None):
    need, purse = need or an_assessed_need(), purse or a_purse()
    return Proposal.objects.create(
        plan=plan or a_plan(by=by),
        need=need,
        purse=purse,
        count=count,
        unit=purse.unit,
        why={"code": "near", "zh": "就近", "en": "It is near."},
    )


def a_grant(*, proposal=None, manager=None, at=NOON, **facts):
    proposal = proposal or a_proposal(**facts)
    return approve_proposal(proposal=proposal, by=manager or a_manager(proposal.purse.fund), at=at)


def a_payment(*, grant=None, cashier=None, at=NOON, **facts):
    grant = grant or a_grant(**facts)
    return pay_grant(
        grant=grant, reference=f"bank {_next()}", by=cashier or a_cashier(grant.purse.fund), at=at
    )


def a_document(*, by, content=PNG):
    return keep_document(name="sheet.png", content=content, by=by, at=NOON)
