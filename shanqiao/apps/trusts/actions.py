"""What can happen to a charitable trust. Its money moves as that of its purse does."""

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.funds.models import Purse
from shanqiao.apps.giving.models import Donor
from shanqiao.apps.needs.kinds import Unit
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words

from .models import Trust, TrustChange, TrustFiling, TrustPublication, TrustReport
from .queries import has_ended

Kind = TrustChange.Kind


class CannotSignTrust(Exception):
    """What was agreed on is no charitable trust, or its purse is not fit for one."""


class CannotChangeTrust(Exception):
    """The trust has ended, or the change contradicts what is there."""


class CannotFileTrust(Exception):
    """It was filed, published or reported already, or on a day that cannot be."""


class CannotEndTrust(Exception):
    """The trust still holds money, or promised some."""


def sign_trust(
    *, name, name_en, settlor, purse, purpose, beneficiaries, signed_on, at, by=None, **facts
):
    """A settlor and a trustee signed a charitable trust; the trustee is the host of the purse.

    Args:
        purse: an empty purse in money, which from now on holds the property of the trust and nothing else.
        facts: supervisor, until_on.

    Raises:
        CannotSignTrust: with the reason in words.
    """
    trustee = purse.fund.host
    _fit_for_a_trust(purse=purse, settlor=settlor, trustee=trustee)
    if signed_on > localdate(at):
        raise CannotSignTrust(_("A trust is written down once it is signed."))
    try:
        with transaction.atomic():
            trust = Trust.objects.create(
                name=name.strip(),
                name_en=name_en.strip(),
                settlor=settlor,
                trustee=trustee,
                purse=purse,
                purpose=purpose,
                beneficiaries=beneficiaries.strip(),
                signed_on=signed_on,
                at=at,
                by=by,
                **facts,
            )
            _changed(trust, Kind.SIGNED, on=signed_on, by=by, at=at)
            note(act="trusts.sign", subject=trust, by=by, at=at)
    except IntegrityError as refusal:
        if "purse_id" in str(refusal):
            raise CannotSignTrust(_("This purse belongs to another trust already.")) from refusal
        raise CannotSignTrust(in_words(refusal, Trust)) from refusal
    return trust


def _fit_for_a_trust(*, purse, settlor, trustee):
    """Refuse a settlor whom nobody knows or another charity knows, and a purse that holds other property."""
    if settlor.kind == Donor.Kind.ANONYMOUS:
        raise CannotSignTrust(_("The settlor of a trust is known by name."))
    if settlor.host_id != trustee.pk:
        raise CannotSignTrust(_("This settlor is known to another charity than the trustee."))
    if purse.unit != Unit.FEN:
        raise CannotSignTrust(_("A trust gives money: choose a purse that is counted in yuan."))
    if purse.received:
        raise CannotSignTrust(
            _("This purse holds the gifts of others. Open one for the trust alone.")
        )


@transaction.atomic
def change_trust(*, trust, kind, now_is, on, why, by, at):
    """Something that was filed about a trust is different from a day on; it has to be filed anew.

    Raises:
        CannotChangeTrust: the trust has ended, or the day lies ahead or before the signing.
    """
    if kind in (Kind.SIGNED, Kind.ENDED):
        raise CannotChangeTrust(_("A trust is signed and ended by forms of their own."))
    _running(trust, CannotChangeTrust)
    if not trust.signed_on <= on <= localdate(at):
        raise CannotChangeTrust(_("That day lies ahead, or before the trust was signed."))
    if not now_is.strip():
        raise CannotChangeTrust(_("Say what holds now."))
    change = _changed(trust, kind, on=on, by=by, at=at, now_is=now_is.strip(), why=why)
    note(act="trusts.change", subject=change, by=by, at=at, why=why)
    return change


@transaction.atomic
def end_trust(*, trust, on, why, by, at):
    """A trust ends. What it held must have been given, or moved to a purse of a near purpose, before.

    Raises:
        CannotEndTrust: it still holds or promises money, or ended before.
    """
    _running(trust, CannotEndTrust)
    purse = Purse.objects.select_for_update().get(pk=trust.purse_id)
    if purse.promised:
        raise CannotEndTrust(
            _("Grants of this trust are promised and not paid. Pay them, or take them back first.")
        )
    if purse.free:
        raise CannotEndTrust(
            _(
                "This trust still holds money. Give it, or move it to a purse of a near purpose first."
            )
        )
    if not trust.signed_on <= on <= localdate(at):
        raise CannotEndTrust(_("That day lies ahead, or before the trust was signed."))
    change = _changed(trust, Kind.ENDED, on=on, by=by, at=at, why=why)
    note(act="trusts.end", subject=trust, by=by, at=at, why=why)
    return change


def file_trust_change(*, change, number, on, by, at):
    """Civil affairs took note of a change.

    Raises:
        CannotFileTrust: it was filed already, or on a day before it was or that lies ahead.
    """
    return _once(
        TrustFiling, "trusts.file", change=change, number=number.strip(), on=on, by=by, at=at
    )


def publish_trust_change(*, change, where, on, by, at):
    """A filed change can be read by everybody.

    Raises:
        CannotFileTrust: it was published already, or on a day before it was or that lies ahead.
    """
    return _once(
        TrustPublication, "trusts.publish", change=change, where=where.strip(), on=on, by=by, at=at
    )


def report_trust_year(*, trust, year, held, given, where, on, by, at):
    """The yearly report of a trust went to civil affairs and to the public.

    Raises:
        CannotFileTrust: the year is not over or was reported already.
    """
    if not trust.signed_on.year <= year < on.year or on > localdate(at):
        raise CannotFileTrust(
            _("A year is reported once it is over, and only years of the trust are.")
        )
    try:
        with transaction.atomic():
            report = TrustReport.objects.create(
                trust=trust,
                year=year,
                held=held,
                given=given,
                where=where.strip(),
                on=on,
                by=by,
                at=at,
            )
            note(act="trusts.report", subject=report, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotFileTrust(in_words(refusal, TrustReport)) from refusal
    return report


def _once(model, act, *, change, on, by, at, **facts):
    if not change.on <= on <= localdate(at):
        raise CannotFileTrust(_("That day lies ahead, or before what is filed happened."))
    try:
        with transaction.atomic():
            row = model.objects.create(change=change, on=on, by=by, at=at, **facts)
            note(act=act, subject=row, by=by, at=at)
    except IntegrityError as refusal:
        if "change_id" in str(refusal):
            raise CannotFileTrust(_("Somebody wrote that down already.")) from refusal
        raise CannotFileTrust(in_words(refusal, model)) from refusal
    return row


def _running(trust, refusal):
    """Lock the trust against a second word at the same moment; refuse one that has ended."""
    Trust.objects.select_for_update().get(pk=trust.pk)
    if has_ended(trust):
        raise refusal(_("This trust has ended already."))


def _changed(trust, kind, **facts):
    return TrustChange.objects.create(trust=trust, kind=kind, **facts)
