from .models import Statement
from .months import month_before, next_month


def in_force():
    """Statements as they stand: of each month the last word, corrections counted."""
    return Statement.objects.filter(corrected_by=None).order_by("-month")


def statement_of(month):
    """The last word on a month, or None where nothing is published."""
    return in_force().filter(month=month).first()


def months_to_publish(*, since, day):
    """Months that are over on ``day`` and have no statement, from that of ``since`` on, oldest first."""
    published = set(Statement.objects.values_list("month", flat=True))
    month, months = since.replace(day=1), []
    while month <= month_before(day):
        if month not in published:
            months.append(month)
        month = next_month(month)
    return months
