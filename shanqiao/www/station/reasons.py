"""By what somebody was found, in words."""

from django.utils.translation import gettext_lazy as _

from shanqiao.apps.residents.models import SearchTerm
from shanqiao.engines.linkage import Form

FORMS = {
    Form.PINYIN: _("in letters"),
    Form.INITIALS: _("initials"),
    Form.JYUTPING: _("in Cantonese"),
    Form.ROMAN: _("spelled as in Hong Kong"),
    Form.LAST_SIX: _("last six places"),
    Form.LAST_FOUR: _("last four places"),
    Form.ROAD: _("road"),
    Form.HOUSE: _("road and number"),
}


def in_words(why):
    """``[(Fact.FORMER_NAME, Form.INITIALS)]`` is "former name (initials)"; each once."""
    said = []
    for fact, form in why:
        words = SearchTerm.Fact(fact).label
        if form in FORMS:
            words = _("%(fact)s (%(form)s)") % {"fact": words, "form": FORMS[form]}
        said.append(str(words))
    return list(dict.fromkeys(said))
