from django.db import transaction
from django.utils.translation import gettext as _

from shanqiao.apps.record.actions import note
from shanqiao.engines.identity import is_credit_code

from .models import CertificateWithdrawal, FundraisingCertificate, Organisation


class CannotRegisterOrganisation(Exception):
    """The unified social credit code is not one."""


@transaction.atomic
def register_organisation(*, name, name_en, uscc, form, registered_on, at, by=None):
    """An organisation is known to the city from now on.

    Raises:
        CannotRegisterOrganisation: the check digit of the code is wrong (GB 32100-2015).
    """
    if not is_credit_code(uscc):
        raise CannotRegisterOrganisation(
            _("%(uscc)s is no unified social credit code: please compare it with the certificate.")
            % {"uscc": uscc}
        )
    organisation = Organisation.objects.create(
        name=name, name_en=name_en, uscc=uscc, form=form, registered_on=registered_on
    )
    note(act="registry.register", subject=organisation, by=by, at=at)
    return organisation


@transaction.atomic
def file_certificate(*, holder, number, valid_from, valid_to, at, by=None):
    """An organisation may raise money from the public between two days."""
    certificate = FundraisingCertificate.objects.create(
        holder=holder, number=number, valid_from=valid_from, valid_to=valid_to
    )
    note(act="registry.certificate", subject=certificate, by=by, at=at)
    return certificate


@transaction.atomic
def withdraw_certificate(*, certificate, on, why, at, for_cause=False, by=None):
    """From that day the organisation may not begin to raise money from the public.

    Args:
        why: the document of the authority that withdrew it.
        for_cause: revoked for a breach, so that none is applied for within 5 years.
    """
    withdrawal = CertificateWithdrawal.objects.create(
        certificate=certificate, on=on, why=why, for_cause=for_cause, at=at
    )
    note(act="registry.withdraw_certificate", subject=certificate, by=by, at=at, why=why)
    return withdrawal
