import json

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from .models import BankAccount, Remark, Statement, StatementBalance, StatementLine


def statements_of(hosts):
    """The statements handed in for some organisations, the latest first; without the files themselves."""
    rows = Statement.objects.filter(host__in=hosts).defer("content")
    return rows.select_related("handed_in_by", "account").order_by("-handed_in_at", "-pk")


def accounts_of(hosts):
    """The accounts of some organisations by name, each with ``lines_there`` and the days of the first and last (``first_on``, ``last_on``)."""
    lines = StatementLine.objects.filter(account=OuterRef("pk")).order_by()
    counted = lines.values("account").annotate(n=Count("pk")).values("n")
    return (
        BankAccount.objects.filter(host__in=hosts)
        .select_related("host")
        .annotate(
            lines_there=Coalesce(Subquery(counted), 0),
            first_on=Subquery(lines.order_by("booked_on").values("booked_on")[:1]),
            last_on=Subquery(lines.order_by("-booked_on").values("booked_on")[:1]),
        )
        .order_by("name", "pk")
    )


def bears_balances(account):
    """Does the bank say the balance after a line of this account, or before and after the lines of a file?"""
    lines = StatementLine.objects.filter(account=account, balance__isnull=False)
    return lines.exists() or StatementBalance.objects.filter(account=account).exists()


def lines_of(hosts):
    """The lines of their accounts, each with ``is_double``: another line has the same account, day, amount and words."""
    lines = StatementLine.objects.filter(account__host__in=hosts).select_related("account")
    return lines.annotate(is_double=_double())


def breaks_of(statement):
    """Where its balances break, in the order of the file."""
    return (
        statement.remarks.filter(kind=Remark.Kind.BREAK)
        .select_related("account")
        .order_by("line", "pk")
    )


def wrong_rows_of(statement):
    """The rows that cannot be taken in, in the order of the file."""
    return (
        statement.remarks.filter(kind=Remark.Kind.WRONG)
        .select_related("account")
        .order_by("line", "pk")
    )


def why_unusable(statement):
    """Why a statement cannot be used, as {"zh", "en"}; empty where it can."""
    return json.loads(statement.says) if statement.says else {}


def problems_of(remark):
    """What is wrong with a row: list of {"column", "value", "zh", "en"}."""
    return json.loads(remark.problems) if remark.problems else []


def found_in(statement):
    """({"accounts": per account lines, in, out, first, last; "rows": the first rows}) of a statement that was read."""
    return json.loads(statement.found) if statement.found else {"accounts": [], "rows": []}


def said_in(lines, words):
    """The lines whose counterparty, words or reference hold ``words``. They are sealed, so they are opened here."""
    sought = words.strip().casefold()
    found = [
        pk
        for pk, party, told in lines.order_by().values_list("pk", "party", "words").iterator()
        if sought in party.casefold() or sought in told.casefold()
    ]
    return lines.filter(Q(pk__in=found) | Q(reference__icontains=words.strip()))


def _double():
    same = ("account", "booked_on", "amount", "said")
    others = StatementLine.objects.filter(**{name: OuterRef(name) for name in same})
    return Exists(others.exclude(pk=OuterRef("pk")))
