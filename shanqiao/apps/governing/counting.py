"""From answers to a result. The database counts again; see Note [A vote and its count]."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from .limits import INVESTING_PART
from .models import Motion, Vote
from .queries import members_of, rules_of


@dataclass(frozen=True, kw_only=True)
class Counted:
    """The answers to one motion, and what its rules ask for."""

    members: int
    yes: int
    no: int
    abstained: int
    recused: int
    quorum_over: int  # percent
    majority_over: int  # percent
    investing: bool

    @property
    def present(self):
        return self.yes + self.no + self.abstained

    @property
    def present_needed(self):
        return (self.members - self.recused) * self.quorum_over // 100 + 1

    @property
    def yes_needed(self):
        share, whole = INVESTING_PART
        of_all = -(-share * self.members // whole) if self.investing else 0
        return max(self.present * self.majority_over // 100 + 1, of_all)

    @property
    def carried(self):
        return self.present >= self.present_needed and self.yes >= self.yes_needed

    def reasons(self):
        """Why it is carried or not, each in both languages."""
        return [_both(words) for words in (self._presence, self._majority)]

    def _presence(self):
        return _(
            "%(present)s of %(voting)s who may decide answered; at least %(needed)s were needed (more than %(percent)s%%)."
        ) % {
            "present": self.present,
            "voting": self.members - self.recused,
            "needed": self.present_needed,
            "percent": self.quorum_over,
        }

    def _majority(self):
        if self.investing:
            words = _(
                "%(yes)s said yes; at least %(needed)s were needed: two thirds of the whole committee, since it is about an investment."
            )
        else:
            words = _(
                "%(yes)s said yes; at least %(needed)s were needed (more than %(percent)s%% of those who answered)."
            )
        return words % {"yes": self.yes, "needed": self.yes_needed, "percent": self.majority_over}


def count_of(motion):
    """The answers to a motion as they are now."""
    rules = rules_of(motion.fund).filter(since__lte=motion.on).first()
    choices = {choice: Count("pk", filter=Q(choice=choice)) for choice in Vote.Choice.values}
    counts = Vote.objects.filter(motion=motion).aggregate(**choices)
    return Counted(
        members=members_of(motion.fund, on=motion.on).count(),
        yes=counts[Vote.Choice.YES],
        no=counts[Vote.Choice.NO],
        abstained=counts[Vote.Choice.ABSTAIN],
        recused=counts[Vote.Choice.RECUSED],
        quorum_over=rules.quorum_over,
        majority_over=rules.majority_over,
        investing=motion.kind == Motion.Kind.INVESTMENT,
    )


def is_settled(motion, count, *, on):
    """Has everybody answered, or is the day over?"""
    return on > motion.on or count.present + count.recused == count.members


def _both(words):
    said = {}
    for key, language in (("zh", "zh-hans"), ("en", "en")):
        with override(language):
            said[key] = words()
    return said
