"""What went and came beside gifts and help, in words."""

from django.utils.translation import gettext as _

from shanqiao.stories.ways import ways_of


def with_ways(purses):
    """A list of the purses, each with its `Ways` as ``ways`` and the rarer of them in words as ``beside``."""
    purses = list(purses)
    ways = ways_of(purses)
    for purse in purses:
        purse.ways = ways[purse.pk]
        purse.beside = beside_in_words(purse.ways)
    return purses


def beside_in_words(ways):
    """[(what, how much)] of all that is neither gift nor help and not nothing."""
    told = (
        (_("invested"), ways.invested),
        (_("came from shares and rights"), -ways.invested),
        (_("moved to other purses"), ways.moved),
        (_("came from other purses"), -ways.moved),
        (_("income from property"), ways.earned),
        (_("for management"), ways.management),
        (_("for raising money"), ways.raising),
    )
    return [(words, much) for words, much in told if much > 0]
