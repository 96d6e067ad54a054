"""What waits for an adjudicator, what was decided, and how it goes month by month."""

from datetime import datetime, time, timedelta

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import TruncMonth
from django.utils.timezone import get_default_timezone, localdate

from shanqiao.apps.matching.models import Finding, Grant
from shanqiao.apps.needs.models import Assessment, Need
from shanqiao.apps.needs.queries import with_latest_assessment
from shanqiao.apps.people.queries import adjudicates
from shanqiao.apps.residents.models import Care
from shanqiao.apps.sameness.models import Claim, Decision, Merge, Pair, Question
from shanqiao.apps.sameness.queries import records_of

WEEK = timedelta(days=7)


def pairs_of(person):
    """Pairs within the rights of ``person``, each with urgent, asked (a station has to answer) and answered."""
    needs = Need.objects.open().filter(
        Q(resident=OuterRef("first")) | Q(resident=OuterRef("second"))
    )
    urgent = with_latest_assessment(needs).filter(urgency=Assessment.Urgency.NOW)
    questions = Question.objects.filter(pair=OuterRef("pk"))
    return (
        Pair.objects.within_rights(adjudicates(person))
        .annotate(
            urgent=Exists(urgent),
            asked=Exists(questions.filter(answer=None)),
            answered=Exists(questions.filter(answer__isnull=False)),
        )
        .select_related("first__street__district", "second__street__district", "claim__by")
    )


def next_pair(person, *, after=None, at, claim_lasts):
    """The likeliest pair that waits and nobody else looks at; ``after`` one, the next in that order."""
    waiting = pairs_of(person).undecided().order_by("-probability", "pk")
    held = Claim.objects.filter(pair=OuterRef("pk"), at__gt=at - claim_lasts).exclude(by=person)
    waiting = waiting.exclude(Exists(held))
    if after is not None:
        later = waiting.filter(
            Q(probability__lt=after.probability) | Q(probability=after.probability, pk__gt=after.pk)
        ).first()
        return later or waiting.exclude(pk=after.pk).first()
    return waiting.first()


def decisions_within(post=None):
    """Decisions, the latest first, each with ``state``; within the rights of ``post``, or of the whole city for None."""
    pairs = Pair.objects.all() if post is None else Pair.objects.within_rights(post)
    return (
        Decision.objects.filter(pair__in=pairs)
        .select_related("pair", "by", "confirmation__by", "merge__undone_by")
        .annotate(state=_state())
        .order_by("-at", "-pk")
    )


def _state():
    """undone, merged, refused (by the second person), waits (for one), or distinct."""
    return Case(
        When(merge__undone_at__isnull=False, then=Value("undone")),
        When(merge__isnull=False, then=Value("merged")),
        When(confirmation__agrees=False, then=Value("refused")),
        When(says=Decision.Says.SAME, then=Value("waits")),
        default=Value("distinct"),
        output_field=CharField(),
    )


def findings_within(post=None):
    """Findings of double help, open ones first; within the rights of ``post``, or of the whole city for None."""
    rows = Finding.objects.select_related(
        "first__station", "second__station", "first__resident", "second__resident", "closed_by"
    ).order_by(F("closed_at").desc(nulls_first=True), "-opened_at", "-pk")
    if post is not None and post.district_id is not None:
        rows = rows.filter(
            first__resident__street__district=post.district_id,
            second__resident__street__district=post.district_id,
        )
    return rows


def findings_at(station):
    """Open findings about residents a station looks after, the oldest first."""
    here = Care.objects.filter(station=station, until=None).values("resident")
    return (
        findings_within()
        .open()
        .filter(Q(first__resident__in=here) | Q(second__resident__in=here))
        .order_by("opened_at", "pk")
    )


def questions_to(station):
    """What adjudicators asked this station and nobody has answered, the oldest first."""
    return (
        Question.objects.filter(station=station, answer=None)
        .select_related("resident", "asked_by")
        .order_by("asked_at", "pk")
    )


def use_of(resident):
    """How much hangs on one record, as counts alone."""
    needs = Need.objects.filter(resident=resident)
    return {
        "open_needs": needs.open().count(),
        "needs": needs.count(),
        "grants": Grant.objects.filter(need__in=needs, release=None).count(),
        "stations": Care.objects.filter(resident=resident, until=None).count(),
        "records": len(records_of(resident)),
    }


def merges_of(resident):
    """The merges that stand among the records of the person of ``resident``."""
    records = records_of(resident)
    return (
        Merge.objects.filter(undone_at=None, first__in=records, second__in=records)
        .select_related("decision__by", "decision__pair", "first", "second")
        .order_by("merged_at")
    )


def figures_of_adjudicator(person, *, at):
    """{what: (now or these seven days, to compare with)}: waiting, decided, undone, within the rights of ``person``."""
    post = adjudicates(person)
    pairs = Pair.objects.within_rights(post)
    decided = Decision.objects.filter(pair__in=pairs)
    undone = Merge.objects.filter(decision__pair__in=pairs)
    spans = (at - WEEK, at), (at - 2 * WEEK, at - WEEK)
    return {
        "waiting": (
            pairs.undecided().count(),
            pairs.undecided().filter(found_at__lte=at - WEEK).count(),
        ),
        "decided": tuple(decided.filter(at__gt=a, at__lte=b).count() for a, b in spans),
        "undone": tuple(undone.filter(undone_at__gt=a, undone_at__lte=b).count() for a, b in spans),
    }


def months_of_decisions(*, at, months=6):
    """The last months, the latest first: month, decided, same, distinct, second (needed), second_share, undone, doubles."""
    first = _months_back(localdate(at), months - 1)
    since = datetime.combine(first, time(), tzinfo=get_default_timezone())
    rows = {
        _months_back(localdate(at), back): dict.fromkeys(
            ("decided", "same", "distinct", "second", "undone", "doubles"), 0
        )
        for back in range(months)
    }
    decided = (
        Decision.objects.filter(at__gte=since, at__lte=at)
        .annotate(month=TruncMonth("at"))
        .values("month")
        .annotate(
            decided=Count("pk"),
            same=Count("pk", filter=Q(says="same")),
            distinct=Count("pk", filter=Q(says="distinct")),
            second=Count("pk", filter=~Q(risks=[])),
        )
    )
    for row in decided.order_by():
        rows[localdate(row.pop("month"))].update(row)
    for name, things, field in (
        ("undone", Merge.objects.all(), "undone_at"),
        ("doubles", Finding.objects.all(), "opened_at"),
    ):
        counted = things.filter(**{f"{field}__gte": since, f"{field}__lte": at})
        counted = counted.annotate(month=TruncMonth(field)).values("month")
        for row in counted.annotate(many=Count("pk")).order_by():
            rows[localdate(row["month"])][name] = row["many"]
    return [
        {
            "month": month,
            **row,
            "second_share": row["second"] / row["decided"] if row["decided"] else None,
        }
        for month, row in rows.items()
    ]


def _months_back(day, back):
    whole = day.year * 12 + day.month - 1 - back
    return day.replace(year=whole // 12, month=whole % 12 + 1, day=1)
