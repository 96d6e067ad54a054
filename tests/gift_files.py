"""Files of gifts for tests, without a file: rows as they are read; they go through the actions."""

from datetime import timedelta

from shanqiao.apps.giving.filing import ask_to_take_gifts, hand_in_gifts
from shanqiao.apps.giving.judging import Row, Wrong, judge_rows
from shanqiao.apps.giving.queries import told_of_row
from shanqiao.apps.giving.working import look_through, take_rows_in
from tests.factories import NOON, TODAY, a_cashier, a_purse
from tests.giving import a_certified_host, a_fund

LATER = NOON + timedelta(hours=1)


def a_purse_that_gets(**host):
    """A purse of a charity that may raise money from the public, with nothing in it."""
    return a_purse(fund=a_fund(host=a_certified_host(**host)), received=0)


def a_row(line=2, **facts):
    told = {"name": "何善心", "phone": "", "uscc": "", "amount": 2_000, "on": TODAY}
    return Row(line=line, cells=[f"row {line}"], **(told | {"reference": "", "wish": ""} | facts))


def a_wrong_row(line=9):
    problem = {"column": "金额", "value": "x", "zh": "不是金额", "en": "No amount"}
    return Wrong(line=line, cells=["甲", "x"], problems=[problem])


def some_rows(count, **facts):
    return [a_row(n + 2, reference=f"A{n}", amount=100 + n, **facts) for n in range(count)]


def handed_in(purse, *, how="bank", **facts):
    told = {"name": "五月.csv", "content": b"x", "by": a_cashier(purse.fund), "at": NOON}
    return hand_in_gifts(purse=purse, how=how, **(told | facts))


def read(purse, rows, **facts):
    file = handed_in(purse, **facts)
    look_through(gift_file=file, headings=["捐赠人"], rows=rows, at=NOON)
    file.refresh_from_db()
    return file


def asked(purse, rows, *, with_doubles=True, **facts):
    file = read(purse, rows, **facts)
    return ask_to_take_gifts(gift_file=file, with_doubles=with_doubles, by=file.by, at=LATER)


def taken(purse, rows, **facts):
    file = asked(purse, rows, **facts)
    take_rows_in(gift_file=file, rows=rows, at=LATER)
    file.refresh_from_db()
    return file


def kinds(purse, rows):
    return [judged.what for judged in judge_rows(rows, purse=purse, how="bank")]


def kept(file):
    return [(row.line, row.kind) for row in file.rows.order_by("line")]


def why(row):
    [problem] = told_of_row(row)[0]
    return problem
