from django.db import transaction
from django.utils.translation import gettext as _

from shanqiao.apps.record.actions import note
from shanqiao.engines.identity import is_credit_code

from .models import FundraisingCertificate, Organisation


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
