"""`shanqiao statement`: a file of a bank goes into the city, and says what was found."""

import pytest

from shanqiao.apps.bank.models import BankAccount, Statement, StatementLine
from tests.cli.commands import shanqiao
from tests.factories import a_bank_account, a_host

GOOD = "date,amount,balance,memo\n2026-05-06,20.00,20.00,monthly\n2026-05-07,-5,14.00,back\n"
WRONG = GOOD + "2026-05-08,x,,\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "june.csv"
    path.write_text(WRONG)
    return path


@pytest.mark.django_db
def test_a_statement_is_taken_in_and_what_was_found_is_said(file):
    a_bank_account(name="ICBC")

    said = shanqiao("statement", file, "--account", "ICBC")

    assert said.code == 0, said.err
    assert "june.csv, line 4 · amount · x: is no amount" in said.err
    assert "ICBC: 2 lines, 2026-05-06 to 2026-05-07, in 20.00 CNY, out 5.00 CNY." in said.out
    assert "line 3 · ICBC: 15.00 CNY would follow, 14.00 CNY stands there" in said.out
    assert "Taken in: 2 lines; known before: 0; wrong and left out: 1." in said.out


@pytest.mark.django_db
def test_the_same_file_again_changes_nothing(file):
    a_bank_account(name="ICBC")
    shanqiao("statement", file, "--account", "ICBC")

    said = shanqiao("statement", file, "--account", "ICBC")

    assert (said.code, StatementLine.objects.count()) == (0, 2)
    assert "nothing changed" in said.out
    assert "什么也没有变" in shanqiao("statement", file, "--account", "ICBC", lang="zh").out


@pytest.mark.django_db
@pytest.mark.parametrize(("option", "code"), [("--look", 0), ("--all-or-nothing", 1)])
def test_looking_and_refusing_take_nothing_in_and_leave_the_way_free(file, option, code):
    a_bank_account(name="ICBC")

    said = shanqiao("statement", file, "--account", "ICBC", option)

    assert (said.code, StatementLine.objects.count()) == (code, 0)
    assert not Statement.objects.filter(given_up_at=None).exists()
    assert shanqiao("statement", file, "--account", "ICBC").code == 0


@pytest.mark.django_db
def test_accounts_that_a_file_names_are_entered_when_asked(tmp_path):
    host = a_host()
    file = tmp_path / "three.csv"
    file.write_text("bank,date,credit_vnd\nAgribank,2024-09-10,500\nVietinbank,2024-09-10,7\n")

    assert "--host" in shanqiao("statement", file).err
    said = shanqiao("statement", file, "--host", host.uscc, "--open", "VND")

    assert said.code == 0, said.err
    assert set(BankAccount.objects.values_list("name", "currency")) == {
        ("Agribank", "VND"),
        ("Vietinbank", "VND"),
    }
    assert StatementLine.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--account", "CCB"], "not clear whose account"),
        (["--host", "53440100MJ0000001X"], "no such organisation"),
    ],
)
def test_what_cannot_be_told_is_said(file, arguments, why):
    a_bank_account(name="ICBC")

    said = shanqiao("statement", file, *arguments)

    assert said.code == 1 and why in said.err


def test_a_file_that_is_no_statement_says_why(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")

    assert "PDF" in shanqiao("statement", tmp_path / "a.pdf").err
    assert "Cannot read" in shanqiao("statement", tmp_path / "none.csv").err
