"""What a family is asked in serious-illness aid: the questions that come with shanqiao, and those of funds that may help."""

import json
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shanqiao.apps.illness.models import Consultation
from shanqiao.apps.programmes.queries import programmes_for
from shanqiao.apps.programmes.templates import Held, followed_by, held_of, shipped
from shanqiao.engines.template import walk

CODE = "serious_illness"  # the template that comes with shanqiao


@dataclass(frozen=True)
class Talk:
    """The questions of one template, for one aid.

    Attributes:
        held: the template whose questions would be asked now.
        by: the open programmes that follow it; none for one that is only remembered, or the city's.
        may_ask: whether somebody would ask them today.
        consulted: the latest time somebody went through them, of whichever version.
        was: the template as it was then.
        asked: (question, answer) in words; advice: what came of them, the first first.
    """

    held: Held
    by: tuple[str, ...]
    may_ask: bool
    consulted: Consultation | None = None
    was: Held | None = None
    asked: tuple[tuple[str, str], ...] = ()
    advice: tuple[str, ...] = ()

    @property
    def name(self):
        return in_our_language(self.held.read.name)

    @property
    def programmes(self):
        """Who asks them, in words."""
        return _(", ").join(self.by)

    @property
    def is_changed(self):
        """Was the template changed since they were asked?"""
        return self.was is not None and self.was.read != self.held.read

    @property
    def key(self):
        return self.held.key


def talks_of(aid, *, on):
    """`Talk`s of an aid: the city's questions first, then those of open programmes, then what was asked for others before."""
    ours = shipped()[CODE]
    held, by = {_name_of(ours): ours}, {}
    programmes = programmes_for(aid.need, on=on)
    follows = followed_by(programmes)
    for programme in programmes:
        template = follows.get(programme.pk)
        if template and template.read.questions:
            name = _name_of(template)
            held[name] = _newer(held.get(name), template)
            by.setdefault(name, []).append(str(programme))
    open_now = frozenset(held)
    consulted = _consulted(aid)
    for name, row in consulted.items():
        held.setdefault(name, held_of(row.template))
    return [
        _talk(one, tuple(by.get(name, ())), name in open_now, consulted.get(name))
        for name, one in held.items()
    ]


def in_our_language(words):
    """Words of a template in the reader's language."""
    return words.in_language(get_language() or "zh")


def _newer(held, other):
    """Programmes of one fund may follow two versions; what comes with shanqiao is always the newest."""
    if held is None or (held.row and held.row.pk < other.row.pk):
        return other
    return held


def _name_of(held):
    """Which template it is, in whatever version: whose, and its code."""
    return (held.row.fund_id if held.row else None, held.read.code)


def _consulted(aid):
    """{name of a template: the latest consultation by it}, the latest first."""
    rows = {}
    for row in aid.consultations.select_related("template", "by").order_by("-pk"):
        rows.setdefault((row.template.fund_id, row.template.code), row)
    return rows


def _talk(held, by, may_ask, row):
    if row is None:
        return Talk(held, by, may_ask)
    was = held_of(row.template)
    step = walk(was.read, json.loads(row.answers))
    asked = []
    for question, code in step.asked:
        chosen = next(answer for answer in question.answers if answer.code == code)
        asked.append((in_our_language(question.asks), in_our_language(chosen.says)))
    advice = tuple(in_our_language(advice.says) for advice in step.advice)
    return Talk(held, by, may_ask, row, was, tuple(asked), advice)
