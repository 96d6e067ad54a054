"""Which paper shows what a giver asks about, where it is not known of a resident."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shanqiao.apps.residents.models import IdentityDocument
from shanqiao.engines.eligibility import RESIDENT

Kind = IdentityDocument.Kind
SHOWN_BY = {  # the documents on file that show the same
    "age": (Kind.RESIDENT_ID, Kind.HOUSEHOLD_BOOKLET),
    "disability": (Kind.DISABILITY_CARD,),
    "hardship": (Kind.DIBAO_CARD,),
    "local": (Kind.HOUSEHOLD_BOOKLET,),
}
OF_THE_NEED = ("severity", "urgency")  # what the station itself finds out


def papers_for(columns):
    """The papers that would show these columns, each once, in words."""
    return list(dict.fromkeys(words for column in columns if (words := _paper_for(column))))


def _paper_for(column):
    if column in OF_THE_NEED:
        return _("a new assessment by the station")
    term = RESIDENT.terms.get(column)
    chinese = (get_language() or "zh").startswith("zh")
    return term and (term.paper.zh if chinese else term.paper.en)
