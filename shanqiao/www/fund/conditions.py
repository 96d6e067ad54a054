"""The givers' conditions of a purse, as rows a page can show."""

from django.utils.translation import gettext as _

from shanqiao.apps.needs.kinds import Kind
from shanqiao.stories.conditions import condition_in_words, places_in_words
from shanqiao.www.parts.words import day, quantity


def conditions_of(purse, names):
    """(what, in words, as it is written) for everything the givers said; the third is "" where words say it all.

    Args:
        names: of districts and streets, by code.
    """
    kinds = _(", ").join(str(Kind(kind).label) for kind in purse.kinds)
    rows = [(_("For which needs"), kinds, "")]
    if purse.item:
        rows.append((_("Which goods"), purse.item, ""))
    rows += [
        (_("Where"), places_in_words(purse.streets, names), ""),
        (_("For whom"), condition_in_words(purse.eligible) or _("everybody"), purse.eligible),
        (
            _("When"),
            _("%(first)s to %(last)s")
            % {"first": day(purse.valid_from), "last": day(purse.valid_to)},
            "",
        ),
    ]
    if purse.person_cap is not None:
        rows.append((_("At most for one person"), quantity(purse.person_cap, purse.unit), ""))
    if purse.reserved_share:
        words = _("at least %(share)s%% of it only for: %(whom)s") % {
            "share": purse.reserved_share,
            "whom": condition_in_words(purse.reserved_for) or _("everybody"),
        }
        rows.append((_("Reserved"), words, purse.reserved_for))
    return rows
