"""Serious-illness aid as a station and a fund see it: bills line by line with who paid, what is asked back, which papers."""

from dataclasses import dataclass, replace
from itertools import groupby

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from shanqiao.apps.illness.counting import Counted, counted, standing_grants
from shanqiao.apps.illness.models import ONLY_COVERED, Bill, Claim, IllnessAid, Layer
from shanqiao.apps.matching.models import AskedBack
from shanqiao.apps.needs.kinds import Kind
from shanqiao.apps.needs.models import Need
from shanqiao.apps.programmes.queries import programmes_for
from shanqiao.apps.programmes.templates import followed_by, papers_of, shipped
from shanqiao.engines.waterfall import Line, Payment, spread

from .consultations import CODE, in_our_language
from .pseudonyms import without_names


@dataclass(frozen=True)
class Part:
    """Who paid how much: of one line, or of everything; ``code`` says with which colour it is drawn."""

    code: str
    says: str
    fen: int


@dataclass(frozen=True)
class PaidLine:
    """One line of a bill and who paid it."""

    what: str
    amount: int
    covered: int
    parts: tuple[Part, ...]
    left: int


@dataclass(frozen=True)
class PaidBill:
    """One bill, who paid its lines, who was asked and has not decided, and who may be asked next."""

    bill: Bill
    lines: tuple[PaidLine, ...]
    waiting: tuple[Claim, ...]
    decided: tuple[Claim, ...]
    next: tuple[tuple[int, str], ...]  # layers nobody asked yet, in their order
    amount: int
    left: int  # by earlier payers, whatever funds gave: somebody may pay later all the same


@dataclass(frozen=True)
class Drawn:
    """One piece of the picture: where it begins and how wide it is, of 100."""

    part: Part
    begins: float
    width: float


@dataclass(frozen=True)
class Seen:
    """The whole aid."""

    counted: Counted
    bills: tuple[PaidBill, ...]
    picture: tuple[Drawn, ...]
    grants: tuple  # standing, with stands and outstanding
    granted: int
    lacking: int


@dataclass(frozen=True)
class PaperAsked:
    """A paper that some template asks for, and what was handed in of it."""

    code: str
    name: str
    by: tuple[str, ...]  # programmes that ask for it
    handed_in: tuple

    @property
    def programmes(self):
        """Who asks for it, in words."""
        return _(", ").join(self.by)


def seen(aid):
    """`Seen` of an aid as its rows are now: five questions, however many bills there are."""
    bills = list(aid.bills.filter(struck_at=None).prefetch_related("lines", "claims"))
    bills.sort(key=lambda bill: (bill.issued_on, bill.pk))
    grants = tuple(standing_grants(aid.need))
    from_funds = [Payment(grant.pk, grant.stands, False) for grant in grants]
    paid = [_paid(bill) for bill in bills]
    paid = _with_funds(paid, from_funds, {g.pk: str(g.purse.fund) for g in grants})
    now = counted(aid)
    granted = sum(grant.stands for grant in grants)
    return Seen(
        counted=now,
        bills=tuple(paid),
        picture=_picture(now, paid, granted),
        grants=grants,
        granted=granted,
        lacking=max(0, now.gap - granted),
    )


def papers_asked(need, *, on):
    """`PaperAsked` for every paper that an open programme asks for, and for medical costs the template of shanqiao."""
    handed_in = {
        code: tuple(papers)
        for code, papers in groupby(
            papers_of(need).select_related("document", "by").order_by("code", "at"),
            key=lambda paper: paper.code,
        )
    }
    ours = shipped()[CODE].read.papers if need.kind == Kind.CASH_MEDICAL else ()
    names = {paper.code: in_our_language(paper.name) for paper in ours}
    asked_by = {}
    programmes = programmes_for(need, on=on)
    follows = followed_by(programmes)
    for programme in programmes:
        for paper in follows[programme.pk].read.papers if programme.pk in follows else ():
            names.setdefault(paper.code, in_our_language(paper.name))
            asked_by.setdefault(paper.code, []).append(str(programme))
    return [
        PaperAsked(code, name, tuple(asked_by.get(code, ())), handed_in.get(code, ()))
        for code, name in names.items()
    ]


def aids_of(station):
    """The aids whose residents a station looks after."""
    return IllnessAid.objects.filter(need__in=Need.objects.known_to(station)).select_related(
        "need__resident", "opened_by"
    )


def claims_waiting(station):
    """Earlier payers that were asked for residents of a station and have not decided, the longest first."""
    return (
        Claim.objects.filter(
            decided_at=None,
            bill__struck_at=None,
            bill__aid__need__in=Need.objects.known_to(station),
        )
        .select_related("bill__aid__need__resident")
        .order_by("asked_on", "pk")
    )


def asked_back_of(funds):
    """What is asked back of the grants of ``funds``, outstanding first, the longest waiting first."""
    stands = AskedBack.objects.outstanding().filter(pk=OuterRef("pk"))
    rows = (
        AskedBack.objects.with_outstanding()
        .filter(grant__purse__fund__in=funds)
        .select_related(
            "grant__purse__fund",
            "grant__need__resident__street__district",
            "grant__release",
            "waived_by",
        )
        .order_by(Exists(stands).desc(), "asked_at", "pk")
    )
    return without_names(rows, path="grant__need__resident")


def _paid(bill):
    """A bill with what earlier payers paid, spread over its lines."""
    lines = [Line(line, line.amount, line.covered) for line in bill.lines.all()]
    claims = sorted(bill.claims.all(), key=lambda claim: (claim.layer, claim.pk))
    decided = tuple(claim for claim in claims if claim.decided_at)
    payments = [Payment(c.layer, c.paid, c.layer in ONLY_COVERED) for c in decided if c.paid]
    rows = spread(lines, payments)
    asked = {claim.layer for claim in claims}
    return PaidBill(
        bill=bill,
        lines=tuple(
            PaidLine(
                what=row.line.key.get_what_display(),
                amount=row.line.amount,
                covered=row.line.covered,
                parts=tuple(
                    Part(f"layer-{layer}", str(Layer(layer).label), fen)
                    for layer, fen in row.by_payer.items()
                ),
                left=row.left,
            )
            for row in rows
        ),
        waiting=tuple(claim for claim in claims if not claim.decided_at),
        decided=decided,
        next=tuple((layer.value, str(layer.label)) for layer in Layer if layer not in asked),
        amount=sum(line.amount for line in lines),
        left=sum(row.left for row in rows),
    )


def _with_funds(bills, payments, names):
    """The same bills, with what funds promised or gave filled in after earlier payers, from the oldest bill on."""
    lines = [
        Line((b, n), line.left, 0)
        for b, bill in enumerate(bills)
        for n, line in enumerate(bill.lines)
        if line.left
    ]
    room = sum(line.amount for line in lines)
    fitting = []
    for payment in payments:  # what is asked back pays no line
        takes = min(payment.amount, room)
        room -= takes
        fitting.append(Payment(payment.payer, takes, False))
    by_place = {row.line.key: row for row in spread(lines, fitting)}
    return [_one_with_funds(bill, b, by_place, names) for b, bill in enumerate(bills)]


def _one_with_funds(bill, b, by_place, names):
    lines = []
    for n, line in enumerate(bill.lines):
        row = by_place.get((b, n))
        parts = [Part("fund", names[key], fen) for key, fen in row.by_payer.items()] if row else []
        lines.append(
            PaidLine(
                line.what, line.amount, line.covered, (*line.parts, *parts), row.left if row else 0
            )
        )
    return replace(bill, lines=tuple(lines))


def _picture(now, bills, granted):
    """Who paid, who is awaited, what funds give and what is left, as pieces of one bar."""
    sums = {}
    for bill in bills:
        for claim in bill.decided:
            sums[claim.layer] = sums.get(claim.layer, 0) + claim.paid
    parts = [Part(f"layer-{n}", str(Layer(n).label), fen) for n, fen in sorted(sums.items()) if fen]
    free = now.bills - now.paid
    for code, says, fen in (
        ("awaited", _("awaited of earlier payers"), now.awaited),
        ("fund", _("promised or given by funds"), granted),
    ):
        fits = min(fen, free)
        free -= fits
        if fits:
            parts.append(Part(code, says, fits))
    if free:
        parts.append(Part("left", _("still lacking"), free))
    drawn, begins = [], 0.0
    for part in parts:
        width = 100 * part.fen / now.bills
        drawn.append(Drawn(part, round(begins, 3), round(width, 3)))
        begins += width
    return tuple(drawn)
