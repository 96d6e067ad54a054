import hashlib

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words
from shanqiao.apps.sealing.fields import token_of

from .models import BankAccount, Statement
from .numbers import number_of, token_of_number

LARGEST = 64 * 1024 * 1024  # bytes


class CannotOpenAccount(Exception):
    """The name or the number is taken already, or a name is missing."""


class CannotTakeStatement(Exception):
    """The file is too large, or the statement is over or not so far yet; with what to do instead."""


@transaction.atomic
def open_account(
    *, host, name, bank, number="", currency="CNY", number_in_books="1002", opened_on=None, by, at
):
    """An account of an organisation whose statements are handed in from now on.

    Args:
        name: as its statements call it, or as people do; statements of several accounts are told apart by it.
        number: kept sealed; all but its last four places are shown nowhere.

        number_in_books: where its money stands in the books of its host.

    Raises:
        CannotOpenAccount
    """
    name, bank, number = name.strip(), bank.strip(), number_of(number)
    if not name or not bank:
        raise CannotOpenAccount(_("An account has a name and a bank or platform."))
    try:
        with transaction.atomic():
            account = BankAccount.objects.create(
                host=host,
                name=name,
                bank=bank,
                number=number,
                token=token_of_number(number),
                tail=number[-4:],
                currency=currency,
                number_in_books=number_in_books,
                opened_on=opened_on or localdate(at),
            )
    except IntegrityError as refusal:
        raise CannotOpenAccount(in_words(refusal, BankAccount)) from refusal
    note(act="bank.open_account", subject=account, by=by, at=at)
    return account


@transaction.atomic
def hand_in_statement(*, host, name, content, form, account=None, day_first=None, by, at):
    """A file of a bank is handed in. The same file opens the statement that is there.

    Args:
        content: the bytes of the file, at most ``LARGEST``.
        form: csv, xlsx or camt.
        account: of every row; None where the file names the account of each.
        day_first: whether 03/04/2026 is the third of April; None: as the file tells.

    Returns:
        (statement, is_new)

    Raises:
        CannotTakeStatement: the file is empty or too large.
    """
    if not content or len(content) > LARGEST:
        raise CannotTakeStatement(
            _("The file is empty or larger than 64 MB. Export it month by month.")
        )
    digest = token_of(hashlib.sha256(content).hexdigest(), place="bank.file")
    try:
        with transaction.atomic():
            new = Statement.objects.create(
                host=host,
                account=account,
                name=name[:200],
                digest=digest,
                content=content,
                form=form,
                day_first=day_first,
                handed_in_by=by,
                handed_in_at=at,
            )
    except IntegrityError:
        return Statement.objects.get(host=host, digest=digest, given_up_at=None), False
    note(act="bank.hand_in", subject=new, by=by, at=at)
    return new, True


@transaction.atomic
def ask_to_take_statement(*, statement, whole, by, at):
    """Take in the good rows. Pressed twice, it is taken in once.

    Args:
        whole: refuse all of it where any row is wrong.

    Raises:
        CannotTakeStatement: with what to do first.
    """
    row = hold_statement(statement=statement)
    if row.take_asked_at:
        return row
    if row.given_up_at:
        raise CannotTakeStatement(_("This statement was given up. Hand in the file again."))
    if whole and row.wrong:
        raise CannotTakeStatement(
            _("Some rows are wrong, so nothing was taken in. Mend the file and hand it in again.")
        )
    try:
        with transaction.atomic():
            row.write(take_by=by, take_asked_at=at, done=0)
    except IntegrityError as refusal:
        raise CannotTakeStatement(in_words(refusal, Statement)) from refusal
    note(act="bank.take_in", subject=row, by=by, at=at)
    return row


@transaction.atomic
def give_up_statement(*, statement, by, at):
    """Nothing of the file is taken in; it is forgotten at once, and may be handed in anew.

    Raises:
        CannotTakeStatement: it is being taken in.
    """
    row = hold_statement(statement=statement)
    if row.take_asked_at:
        raise CannotTakeStatement(_("This statement is being taken in already."))
    if not row.given_up_at:
        row.remarks.all().delete()
        row.write(given_up_at=at, content=None, found="")
        note(act="bank.give_up", subject=row, by=by, at=at)
    return row


def hold_statement(*, statement):
    """Lock a statement until the transaction ends: whoever else works on it waits, and sees what was done."""
    held = Statement.objects.select_for_update(of=("self",)).defer("content")
    return held.get(pk=statement.pk)
