"""Templates of aid programmes: those that come with shanqiao, those of a fund, and the papers they ask for."""

import hashlib
from dataclasses import dataclass
from functools import cache, lru_cache

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.needs.models import Need
from shanqiao.apps.people.queries import station_of
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words
from shanqiao.data.programmes import template_files
from shanqiao.engines.template import CannotReadTemplate, read_template
from shanqiao.engines.template import Template as Read

from .models import Attached, Paper, Template


class CannotBringTemplate(Exception):
    """The file has faults, its version is here already, or another person must bring it.

    Attributes:
        faults: of the file, with their places.
    """

    def __init__(self, says, faults=()):
        super().__init__(says)
        self.faults = faults


class CannotAttachTemplate(Exception):
    """It is another fund's, or another person must say so."""


class CannotHandIn(Exception):
    """Nothing asks for such a paper, it was handed in before, or another station looks after the resident."""


@dataclass(frozen=True)
class Held:
    """A template with the text it was read from; ``row`` is none until it is first attached."""

    read: Read
    text: str
    row: Template | None

    @property
    def key(self):
        """Under which a form names it."""
        return f"{self.row.pk}" if self.row and self.row.fund_id else self.read.code


def templates_for(fund):
    """`Held` templates that programmes of ``fund`` may follow: its own, newest first, then the newest shipped ones."""
    own = [held_of(row) for row in fund.templates.order_by("-pk")]
    return own + list(shipped().values())


def held_of(row):
    """A row of a template as a `Held` one."""
    return Held(_read(row.text), row.text, row)


@cache
def shipped():
    """{code: the newest `Held` template that comes with shanqiao}."""
    found = {}
    for text in template_files().values():
        read = _read(text)
        if read.code not in found or found[read.code].read.since < read.since:
            found[read.code] = Held(read, text, None)
    return found


def template_of(programme):
    """What the programme's template says, or None."""
    row = attached_to(programme)
    return _read(row.text) if row else None


def attached_to(programme):
    """The row of the template that a programme follows now, or None."""
    latest = Attached.objects.filter(programme=programme).select_related("template").last()
    return latest.template if latest else None


def followed_by(programmes):
    """{number of a programme: the `Held` template it follows now}, in one question; those that follow none are left out."""
    latest = (
        Attached.objects.filter(programme__in=programmes)
        .select_related("template")
        .order_by("programme", "-pk")
        .distinct("programme")
    )
    return {row.programme_id: held_of(row.template) for row in latest if row.template}


def papers_missing(programme, need):
    """The papers that the programme's template asks for and nobody has handed in for the need."""
    template = template_of(programme)
    if template is None:
        return []
    there = set(papers_of(need).values_list("code", flat=True))
    return [paper for paper in template.papers if paper.code not in there]


def papers_of(need):
    """The papers handed in for a need and not taken back."""
    return Paper.objects.filter(need=need, withdrawn_at=None).order_by("at", "pk")


def bring_template(*, fund, text, by, at):
    """The manager of a fund brings in a template of its own, or a new version of one, as a file.

    Raises:
        CannotBringTemplate: with every fault and its place, or with the reason in words.
    """
    _must_manage(fund, by, CannotBringTemplate)
    try:
        read = read_template(text)
    except CannotReadTemplate as refusal:
        raise CannotBringTemplate(
            _("Nothing was saved: the file has faults."), refusal.faults
        ) from refusal
    try:
        with transaction.atomic():
            row = Template.objects.create(**_columns(read, text), fund=fund, brought_by=by, at=at)
            note(act="programmes.bring_template", subject=row, by=by, at=at, why=read.source)
    except IntegrityError as refusal:
        raise CannotBringTemplate(in_words(refusal, Template)) from refusal
    return row


def attach_template(*, programme, held, by, at):
    """From now on a programme asks what a template says; with none it asks nothing of its own.

    Args:
        held: one of `templates_for` its fund, or None.

    Raises:
        CannotAttachTemplate: with the reason in words.
    """
    _must_manage(programme.purse.fund, by, CannotAttachTemplate)
    try:
        with transaction.atomic():
            row = held and (held.row or row_of(held, at=at))
            attached = Attached.objects.create(programme=programme, template=row, by=by, at=at)
            note(
                act="programmes.attach_template", subject=attached, by=by, at=at, why=str(row or "")
            )
    except IntegrityError as refusal:
        raise CannotAttachTemplate(
            _(
                "This template is another fund's. Choose one of yours, or one that comes with shanqiao."
            )
        ) from refusal
    return attached


def row_of(held, *, at):
    """The row of a template that comes with shanqiao, made when it is first needed."""
    row, _is_new = Template.objects.get_or_create(
        fund=None,
        code=held.read.code,
        version=held.read.version,
        defaults={**_columns(held.read, held.text), "at": at},
    )
    return row


def hand_in_paper(*, need, code, document, by, at):
    """A social worker of the station that looks after the resident hands in a paper for a need.

    Raises:
        CannotHandIn: with the reason in words.
    """
    _must_know(need, by)
    try:
        with transaction.atomic():
            paper = Paper.objects.create(need=need, code=code, document=document, by=by, at=at)
            note(act="programmes.hand_in", subject=paper, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotHandIn(in_words(refusal, Paper)) from refusal
    return paper


def withdraw_paper(*, paper, why, by, at):
    """A paper that was handed in by mistake, or is out of date, does not count any more; it stays on file.

    Raises:
        CannotHandIn: with the reason in words.
    """
    _must_know(paper.need, by)
    if not why.strip():
        raise CannotHandIn(_("Say why the paper is taken back."))
    with transaction.atomic():
        there = Paper.objects.filter(pk=paper.pk, withdrawn_at=None)
        if not there.update(withdrawn_at=at, withdrawn_by=by, withdrawn_why=why.strip()):
            raise CannotHandIn(_("This paper was taken back already."))
        note(act="programmes.withdraw_paper", subject=paper, by=by, at=at, why=why.strip())


def _columns(read, text):
    digest = hashlib.sha256(text.encode()).hexdigest()
    return {"code": read.code, "version": read.version, "digest": digest, "text": text}


def _must_manage(fund, by, refusal):
    if not funds_of(by, Seat.Role.DECIDES).filter(pk=fund.pk).exists():
        raise refusal(_("Only the fund manager of this fund chooses its templates."))


def _must_know(need, by):
    station = station_of(by)
    if station is None or not Need.objects.known_to(station).filter(pk=need.pk).exists():
        raise CannotHandIn(_("Only the station that looks after the resident does this."))


@lru_cache(maxsize=64)
def _read(text):
    return read_template(text)
