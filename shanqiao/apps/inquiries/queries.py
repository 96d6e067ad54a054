"""What was asked, and which questions are worth one of ours."""

from datetime import timedelta

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import ExtractHour
from django.utils.timezone import localdate

from shanqiao.apps.sameness.queries import records_of

from .models import AskedAbout, DayOfAsking, Inquiry, PurposeKey

NIGHT = (22, 6)  # from ten in the evening to six in the morning
UNKNOWN_SHARE, UNKNOWN_FROM = 0.9, 50  # nearly nobody of a list of some length is a resident
OFTEN, OFTEN_DAYS = 3, 7  # the same resident, by one organisation


def rows_left(*, key, at):
    """How many rows the organisation may still ask on this day for this purpose."""
    asked = DayOfAsking.objects.filter(
        organisation=key.purpose.organisation_id, day=localdate(at)
    ).first()
    return max(0, key.purpose.rows_a_day - (asked.rows if asked else 0))


def inquiries_of(organisations):
    """What these organisations asked, the latest first."""
    return (
        Inquiry.objects.filter(key__purpose__organisation__in=organisations)
        .select_related("key__purpose__organisation")
        .order_by("-asked_at", "-pk")
    )


def asked_about(resident):
    """Every row that was, or may have been, about a resident, by whichever record of theirs, the latest first."""
    return (
        AskedAbout.objects.filter(resident__in=records_of(resident))
        .select_related("row__inquiry__key__purpose__organisation")
        .order_by("-row__inquiry__asked_at", "-pk")
    )


def with_answers(inquiries):
    """Each inquiry with how many rows were answered how: ``no``, ``partly``, ``fully`` and ``ask``."""
    counts = {
        f"said_{answer}": Count("answers", filter=Q(answers__answer=answer))
        for answer in ("partly", "fully", "ask")
    }
    return inquiries.annotate(**counts)


def with_oddity(inquiries):
    """Each inquiry with ``odd``: why it is worth a question, or ""; see the constants above."""
    late, early = NIGHT
    rows = F("rows") * UNKNOWN_SHARE
    return inquiries.annotate(
        hour=ExtractHour("asked_at"),
        again=Exists(_again()),
        odd=Case(
            When(refused="enumeration", then=Value("numbers")),
            When(refused="limit", then=Value("limit")),
            When(again=True, then=Value("again")),
            When(
                rows__gte=UNKNOWN_FROM,
                known__lte=F("rows") - rows - F("doubtful"),
                then=Value("unknown"),
            ),
            When(Q(hour__gte=late) | Q(hour__lt=early), then=Value("night")),
            default=Value(""),
            output_field=CharField(),
        ),
    )


def odd_inquiries(*, at, days=7):
    """Questions of the last days before ``at`` that are worth one of ours."""
    latest = Inquiry.objects.filter(asked_at__gt=at - timedelta(days=days), asked_at__lte=at)
    return with_oddity(latest).exclude(odd="")


def live_key_of(purpose, *, at):
    """The key that opens something for this purpose at that instant, or None."""
    return PurposeKey.objects.filter(purpose=purpose, revoked_at=None, expires_at__gt=at).first()


def with_live_key(purposes, *, at):
    """Each purpose with ``key_until``, the instant at which its key ends; null where it has none."""
    keys = PurposeKey.objects.filter(purpose=OuterRef("pk"), revoked_at=None, expires_at__gt=at)
    return purposes.annotate(key_until=Subquery(keys.values("expires_at")[:1]))


def _again():
    """A resident of this inquiry about whom the same organisation asked OFTEN times in the OFTEN_DAYS before it."""
    same = AskedAbout.objects.filter(
        resident=OuterRef("resident"),
        row__inquiry__key__purpose__organisation=OuterRef(
            "row__inquiry__key__purpose__organisation"
        ),
        row__inquiry__asked_at__gt=OuterRef("row__inquiry__asked_at") - timedelta(days=OFTEN_DAYS),
        row__inquiry__asked_at__lte=OuterRef("row__inquiry__asked_at"),
    )
    times = same.order_by().values("resident").annotate(n=Count("row__inquiry", distinct=True))
    return (
        AskedAbout.objects.filter(row__inquiry=OuterRef("pk"))
        .annotate(times=Subquery(times.values("n")[:1]))
        .filter(times__gt=OFTEN)
    )
