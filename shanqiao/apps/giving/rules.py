"""Which gifts may be taken: the rules that a machine can check, each with its number, its article and its first day."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shanqiao.apps.registry.queries import certificate_of
from shanqiao.data.platforms import OWN_SITE, platforms

CHARITY_LAW = date(2016, 9, 1)
SOON_SPOILT = timedelta(days=30)


@dataclass(frozen=True)
class Rule:
    """A rule as the law has it.

    Args:
        code: its number in our list of rules.
        since: the first day on which it holds.
        article: where it stands.
        says: what it asks, in words.
    """

    code: str
    since: date
    article: str
    says: str


@dataclass(frozen=True)
class Problem:
    """A rule a gift does not keep.

    Args:
        found: what is wrong with this one, in words.
        stops: the gift is not taken; otherwise somebody looks at it.
    """

    rule: Rule
    found: str
    stops: bool = True

    @property
    def in_words(self):
        return _("%(found)s (%(code)s: %(article)s)") % {
            "found": self.found,
            "code": self.rule.code,
            "article": self.rule.article,
        }


FR_01 = Rule(
    "FR-01",
    CHARITY_LAW,
    "慈善法 第22条",
    gettext_lazy("Who raises money from the public is qualified on each day of it."),
)
FR_10 = Rule(
    "FR-10",
    CHARITY_LAW,
    "慈善法 第27条",
    gettext_lazy(
        "Online, money is raised from the public only on designated platforms, and on the charity's own site beside."
    ),
)
DN_05 = Rule(
    "DN-05",
    date(2024, 1, 1),  # the year of the paper; its first day could not be confirmed
    "财综〔2024〕1号 第8条",
    gettext_lazy("Sponsorship, and whatever is given for something in return, is no gift."),
)
DN_07 = Rule(
    "DN-07",
    CHARITY_LAW,
    "慈善法 第39条",
    gettext_lazy("Who asks for a written agreement gets one that says everything."),
)
DN_10 = Rule(
    "DN-10",
    CHARITY_LAW,
    "慈善法 第37条",
    gettext_lazy(
        "Who promises the proceeds of an event agrees it in writing before, and publishes the result after."
    ),
)
DN_08 = Rule(
    "DN-08",
    CHARITY_LAW,
    "慈善法 第40条",
    gettext_lazy("Whom the giver names to be helped is no interested party of the giver."),
)
DN_12 = Rule(
    "DN-12",
    date(2021, 9, 1),
    "广州市慈善促进条例 第22条",
    gettext_lazy("A name on what was given is agreed in writing."),
)
DN_14 = Rule(
    "DN-14",
    CHARITY_LAW,
    "慈善法 第40条",
    gettext_lazy("No gift advertises tobacco or what is forbidden to advertise."),
)
DN_02 = Rule(
    "DN-02",
    CHARITY_LAW,
    "慈善法 第36条",
    gettext_lazy("Goods that are given can be used, and are safe and clean."),
)
RULES = (FR_01, FR_10, DN_02, DN_05, DN_07, DN_08, DN_10, DN_12, DN_14)
TOBACCO = ("烟草", "香烟", "卷烟", "雪茄", "电子烟", "tobacco", "cigar", "vape")


def problems_of_gift(
    *,
    host,
    how,
    on,
    in_public=False,
    raised_on=None,
    platform="",
    in_return=False,
    related=False,
    naming="",
    agreement="",
):
    """Everything that stands in the way of a gift on its day, all of it at once.

    Args:
        in_public: it answers an appeal to everybody; what comes by platform or box always does.
        raised_on: the day on which the host had to be allowed to raise it, where that is not the day of the gift.
        platform: the code of the platform it came by, or that of the charity's own site.
        in_return: the giver gets something for it.
        related: whom the giver wants to be helped is an interested party of the giver.
        naming: the name the giver wants on it.
        agreement: the number of the written agreement, if there is one.
    """
    found = []
    if in_public or how in ("platform", "point"):
        found += filter(None, [may_raise_in_public(host=host, on=raised_on or on)])
    if how == "platform" and on >= FR_10.since:
        found += filter(None, [_not_designated(platform, on=on)])
    if in_return and on >= DN_05.since:
        found.append(
            Problem(DN_05, _("What the giver gets something for is sponsorship, and no gift."))
        )
    if related and on >= DN_08.since:
        found.append(
            Problem(DN_08, _("The giver wants to help somebody who is an interested party."))
        )
    if naming and not agreement and on >= DN_12.since:
        found.append(Problem(DN_12, _("A name is wanted, and no written agreement is named.")))
    if any(word in naming.lower() for word in TOBACCO) and on >= DN_14.since:
        found.append(Problem(DN_14, _("The name would advertise tobacco.")))
    return found


def _not_designated(platform, *, on):
    """What forbids to raise money by a platform on a day, or None."""
    if platform == OWN_SITE:
        return None
    known = platforms().get(platform)
    if known is None:
        return Problem(FR_10, _("Say by which designated platform it came."))
    if known.designated(on):
        return None
    told = {"platform": known.name, "day": on.isoformat()}
    return Problem(FR_10, _("%(platform)s was no designated platform on %(day)s.") % told)


def problems_of_goods(*, on, usable, expires_on=None):
    """What stands in the way of goods on the day they are given."""
    if on < DN_02.since:
        return []
    found = []
    if not usable:
        found.append(Problem(DN_02, _("The goods cannot be used safely.")))
    if expires_on and expires_on < on:
        found.append(Problem(DN_02, _("The goods were usable until a day that has passed.")))
    elif expires_on and expires_on < on + SOON_SPOILT:
        words = _("The goods can be used for less than 30 days more.")
        found.append(Problem(DN_02, words, stops=False))
    return found


def may_raise_in_public(*, host, on):
    """What forbids a host charity to raise money from the public on a day, or None."""
    if on < FR_01.since:
        return None
    if certificate_of(host, on=on) is not None:
        return None
    found = _("%(host)s has no qualification to raise money from the public on %(day)s.") % {
        "host": host,
        "day": on.isoformat(),
    }
    return Problem(FR_01, found)
