"""Lines and accounts, made when they are first needed; see Note [A line of fen]."""

from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import connection, transaction

from .models import Account, Line

INCOME, COST = "4101", "5101"  # 捐赠收入, 业务活动成本
BANK, STOCK = "1002", "1201"  # 银行存款, 存货
KEYS = uuid5(NAMESPACE_URL, "https://shanqiao.org/books")


@transaction.atomic
def open_line(*, host, unit, name):
    """A line of ``unit`` begins in the books of a host, with one account by which it is filled and one by which it is used."""
    line = Line.objects.create(host=host, unit=unit, name=name)
    for flow, number in ((Account.Flow.IN, INCOME), (Account.Flow.OUT, COST)):
        Account.objects.create(host=host, number=number, unit=unit, line=line, flow=flow)
    return line


def account_of(*, host, number, unit, line=None):
    """The host's own account of that number and unit, or one beside a line; made when it is first asked for."""
    wanted = {"host_id": host.pk, "number": number, "unit": unit, "line": line, "flow": ""}
    try:
        return Account.objects.get(**wanted)
    except Account.DoesNotExist:
        with transaction.atomic():
            Account.objects.bulk_create([Account(**wanted)], ignore_conflicts=True)
        return Account.objects.get(**wanted)


def place_of(*, host, unit):
    """Where what is given in ``unit`` stands unless somebody says otherwise: at the bank, or in stock."""
    return account_of(host=host, number=BANK if unit == "fen" else STOCK, unit=unit)


def twin_of(account):
    """The account in fen beside one of pieces: of the same host, number and line. See Note [Worth beside pieces]."""
    return account_of(host=account.host, number=account.number, unit="fen", line=account.line)


def way_in(line):
    """The account through which a line is filled."""
    return Account.objects.get(line=line, flow=Account.Flow.IN)


def way_out(line):
    """The account through which a line is used."""
    return Account.objects.get(line=line, flow=Account.Flow.OUT)


def key_of(words):
    """The key of a movement: itself where it is a UUID (those in order of time are fastest), else made from the words."""
    return words if isinstance(words, UUID) else uuid5(KEYS, words)


def lay_if_free(*, line):
    """Lay what was given to a line, unless somebody else is just about it; they will. Returns how much."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT books_lay_if_free(%s)", [line.pk])
        return cursor.fetchone()[0]
