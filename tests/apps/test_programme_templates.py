"""A programme follows a template: its papers are handed in before anybody applies, and so much of the gap is given."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from shanqiao.apps.programmes.applying import CannotApply
from shanqiao.apps.programmes.models import Attached
from shanqiao.apps.programmes.queries import room_in
from shanqiao.apps.programmes.templates import (
    CannotAttachTemplate,
    CannotBringTemplate,
    CannotHandIn,
    attach_template,
    bring_template,
    hand_in_paper,
    papers_missing,
    shipped,
    template_of,
    templates_for,
    withdraw_paper,
)
from shanqiao.data.programmes import template_files
from tests.apps.refusing import refused_by
from tests.factories import NOON, PNG, a_document, a_fund, a_manager, a_social_worker
from tests.programmes import Aid

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
SHIPPED = template_files()["serious_illness-1.toml"]
OWN = SHIPPED.replace("percent = 100", "percent = 60").replace('version = "1"', 'version = "1.1"')


@pytest.fixture
def aid():
    return Aid()


def follow(aid, held=None):
    attach_template(
        programme=aid.programme, held=held or shipped()["serious_illness"], by=aid.manager, at=NOON
    )


def hand_in(aid, need, code, *, content=PNG):
    document = a_document(by=aid.worker, content=content)
    return hand_in_paper(need=need, code=code, document=document, by=aid.worker, at=NOON)


def test_a_station_applies_once_every_paper_is_there(aid):
    follow(aid)
    need = aid.need()
    with override("en"), pytest.raises(CannotApply, match="diagnosis of a hospital, settlement"):
        aid.apply(need=need)

    papers = [hand_in(aid, need, paper.code) for paper in template_of(aid.programme).papers]
    assert papers_missing(aid.programme, need) == []
    withdraw_paper(paper=papers[0], why="拍错了", by=aid.worker, at=LATER)
    with pytest.raises(CannotApply, match="missing"):
        aid.apply(need=need)
    hand_in(aid, need, "diagnosis", content=PNG + b"2")

    assert aid.apply(need=need).pk


def test_a_fund_brings_a_template_of_its_own_which_gives_part_of_the_gap(aid):
    need = aid.need(needed=40_000)
    assert room_in(aid.programme, need, at=NOON)[0] == 40_000
    bring_template(fund=aid.fund, text=OWN, by=aid.manager, at=NOON)
    own, with_us = templates_for(aid.fund)
    follow(aid, own)

    assert (own.read.version, with_us.read.version) == ("1.1", "1")
    assert room_in(aid.programme, need, at=NOON)[0] == 24_000
    attach_template(programme=aid.programme, held=None, by=aid.manager, at=LATER)
    assert template_of(aid.programme) is None
    assert room_in(aid.programme, need, at=NOON)[0] == 40_000


def test_a_faulty_file_or_a_known_version_is_refused_whole(aid):
    with pytest.raises(CannotBringTemplate) as refusal:
        bring_template(
            fund=aid.fund, text=OWN.replace("percent = 60", "percent = 0"), by=aid.manager, at=NOON
        )
    assert [fault.where for fault in refusal.value.faults] == ["percent"]
    bring_template(fund=aid.fund, text=OWN, by=aid.manager, at=NOON)
    with pytest.raises(CannotBringTemplate, match="new version"):
        bring_template(fund=aid.fund, text=OWN, by=aid.manager, at=NOON)
    with pytest.raises(CannotBringTemplate, match="fund manager"):
        bring_template(fund=aid.fund, text=OWN, by=aid.handler, at=NOON)


def test_the_template_of_another_fund_is_refused_by_action_and_table(aid):
    other = a_fund()
    row = bring_template(fund=other, text=OWN, by=a_manager(other), at=NOON)
    (theirs, _with_us) = templates_for(other)

    with pytest.raises(CannotAttachTemplate, match="another fund's"):
        follow(aid, theirs)
    with pytest.raises(CannotAttachTemplate, match="fund manager"):
        attach_template(programme=aid.programme, held=None, by=aid.handler, at=NOON)
    with refused_by("programmes_template_of_the_fund"):
        Attached.objects.create(programme=aid.programme, template=row, by=aid.manager, at=NOON)


def test_papers_are_handed_in_by_the_station_that_looks_after_the_resident(aid):
    need = aid.need()
    paper = hand_in(aid, need, "means")
    with pytest.raises(CannotHandIn, match="already"):
        hand_in(aid, need, "means")
    with pytest.raises(CannotHandIn, match="looks after"):
        withdraw_paper(paper=paper, why="x", by=a_social_worker(), at=NOON)
    with pytest.raises(CannotHandIn, match="why"):
        withdraw_paper(paper=paper, why=" ", by=aid.worker, at=NOON)
    withdraw_paper(paper=paper, why="过期", by=aid.worker, at=LATER)
    with pytest.raises(CannotHandIn, match="taken back already"):
        withdraw_paper(paper=paper, why="过期", by=aid.worker, at=LATER)
