"""Which paper shows what a giver asks about, where it is not known of a resident."""

from django.utils.translation import gettext_lazy as _

from shanqiao.apps.residents.models import IdentityDocument

Kind = IdentityDocument.Kind
PAPERS = {
    "age": _("identity card or household booklet (day of birth)"),
    "disability": _("disability card"),
    "hardship": _("certificate of civil affairs (minimum living allowance, low income)"),
    "illness": _("diagnosis of a hospital"),
    "local": _("household booklet or residence permit"),
    "street": _("proof of the address"),
    "severity": _("a new assessment by the station"),
    "urgency": _("a new assessment by the station"),
}
SHOWN_BY = {  # the documents on file that show the same
    "age": (Kind.RESIDENT_ID, Kind.HOUSEHOLD_BOOKLET),
    "disability": (Kind.DISABILITY_CARD,),
    "hardship": (Kind.DIBAO_CARD,),
    "local": (Kind.HOUSEHOLD_BOOKLET, Kind.RESIDENCE_PERMIT),
}


def papers_for(columns):
    """The papers that would show these columns, each once, in words."""
    return list(dict.fromkeys(str(PAPERS[column]) for column in columns if column in PAPERS))
