"""A family is asked the questions of every programme that may help; what is advised stands under whose questions they are."""

from datetime import timedelta

import pytest

from shanqiao.apps.illness.models import Consultation
from shanqiao.apps.programmes.actions import end_programme
from shanqiao.apps.programmes.templates import (
    attach_template,
    bring_template,
    held_of,
    shipped,
)
from shanqiao.apps.record.models import Look
from shanqiao.data.programmes import template_files
from shanqiao.stories.consultations import CODE, talks_of
from tests.factories import NOON, TODAY
from tests.illness import Patient
from tests.programmes import Aid

from .at_noon import signed_in, stop_the_clock

pytestmark = pytest.mark.django_db
OWN = """
code = "leukaemia"
version = "1"
since = 2026-01-01
source = "管委会2026年第5次会议"
[name]
zh = "白血病儿童资助"
en = "help for children with leukaemia"
[about]
zh = "移植费用"
en = "costs of a transplant"
[[advice]]
code = "donor"
zh = "先联系造血干细胞捐献者资料库。"
en = "Ask the registry of stem cell donors first."
[[questions]]
code = "transplant"
zh = "是否需要移植？"
en = "Is a transplant needed?"
[[questions.answers]]
code = "yes"
zh = "是"
en = "Yes"
then = "found"
advice = ["donor"]
[[questions.answers]]
code = "no"
zh = "否"
en = "No"
[[questions]]
code = "found"
zh = "是否已有捐献者？"
en = "Is there a donor?"
[[questions.answers]]
code = "yes"
zh = "有"
en = "There is one"
[[questions.answers]]
code = "no"
zh = "没有"
en = "Not yet"
"""


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    stop_the_clock(monkeypatch)


@pytest.fixture
def patient():
    return Patient()


@pytest.fixture
def station(client, patient):
    return signed_in(client, patient.worker)


def a_programme_that_asks(text=OWN, **facts):
    """(the fund and its people, the row of its template)."""
    fund = Aid(**facts)
    return fund, follows(fund, text)


def follows(fund, text, programme=None):
    row = bring_template(fund=fund.fund, text=text, by=fund.manager, at=NOON)
    attach_template(
        programme=programme or fund.programme, held=held_of(row), by=fund.manager, at=NOON
    )
    return row


def again_of(fund, name, name_en):
    """Another programme of the same fund."""
    return fund.announce(name=name, name_en=name_en, kinds=["cash_medical"], most_per_person=50_000)


def aid_of(patient):
    return f"/station/needs/{patient.need.pk}/illness/"


def test_a_family_is_asked_the_questions_of_the_city_and_of_the_fund(station, patient):
    _fund, row = a_programme_that_asks()
    where = f"{aid_of(patient)}questions/{row.pk}/"
    page = station.get(aid_of(patient)).text
    assert "Help for children with leukaemia" in page and "Asked for Serious illness aid" in page
    assert page.index(f"questions/{CODE}/") < page.index(where)  # the city's come first
    first = station.get(where).text
    assert f'href="{where}paper/"' in first
    assert "Is a transplant needed?" in first and "管委会2026年第5次会议" in first
    second = station.post(where, {"answers": ["yes"]}).text
    assert "Is there a donor?" in second and "registry of stem cell donors" in second
    wrong = station.post(where, {"answers": ["perhaps"]}, follow=True)
    assert wrong.redirect_chain == [(where, 302)] and "does not fit" in wrong.text

    kept = station.post(where, {"answers": ["yes", "no"]}, follow=True).text

    assert Consultation.objects.get().template == row
    assert "<li>Ask the registry of stem cell donors first.</li>" in kept and "Not yet" in kept
    assert "say who pays before charity" in kept  # the city's were not asked yet
    station.post(f"{aid_of(patient)}questions/", {"answers": ["yes", "here", "all", "light"]})
    assert "Ask the registry of stem cell donors first." in station.get(aid_of(patient)).text
    assert Look.objects.filter(by=patient.worker.username, resident=patient.resident.pk).exists()


def test_no_advice_is_said_too(station, patient):
    _fund, row = a_programme_that_asks()

    page = station.post(
        f"{aid_of(patient)}questions/{row.pk}/", {"answers": ["no"]}, follow=True
    ).text

    assert "Nothing is advised for these answers" in page


def test_questions_of_a_fund_are_printed_with_their_source(station, patient):
    _fund, row = a_programme_that_asks()

    page = station.get(f"{aid_of(patient)}questions/{row.pk}/paper/").text

    assert "1. Is a transplant needed?" in page and "Yes → 2" in page
    assert "管委会2026年第5次会议" in page and patient.resident.name in page
    city = station.get(f"{aid_of(patient)}questions/{CODE}/paper/").text
    assert "in basic medical insurance?" in city and "国办发〔2021〕42号" in city


def test_only_open_programmes_for_the_need_ask_and_what_was_answered_stays(station, patient):
    fund, row = a_programme_that_asks()
    _other, elsewhere = a_programme_that_asks(kinds=["cash_living"])
    where = f"{aid_of(patient)}questions/{row.pk}/"
    station.post(where, {"answers": ["yes", "no"]})
    assert station.get(f"{aid_of(patient)}questions/{elsewhere.pk}/").status_code == 404
    assert station.get(f"{aid_of(patient)}questions/nothing/").status_code == 404

    end_programme(programme=fund.programme, why="用完", by=fund.manager, at=NOON)

    page = station.get(aid_of(patient)).text
    assert "registry of stem cell donors" in page and "No open programme asks this any more" in page
    assert where not in page and station.get(where).status_code == 404
    late = station.post(where, {"answers": ["yes"]}, follow=True)  # asked while the programme ended
    assert late.redirect_chain == [(aid_of(patient), 302)] and "No open programme" in late.text
    assert Consultation.objects.count() == 1


def test_a_newer_version_is_asked_and_the_old_answers_are_told_as_old(station, patient):
    fund, old = a_programme_that_asks()
    station.post(f"{aid_of(patient)}questions/{old.pk}/", {"answers": ["yes", "no"]})
    assert "have changed since" not in station.get(aid_of(patient)).text
    again = again_of(fund, "移植计划", "Transplants")
    new = follows(fund, OWN.replace('version = "1"', 'version = "2"'), again)

    page = station.get(aid_of(patient)).text

    assert "The questions have changed since; ask again." in page and "Not yet" in page
    assert f"questions/{new.pk}/" in page and f"questions/{old.pk}/" not in page
    talk = talks_of(patient.aid, on=TODAY)[1]
    assert set(talk.by) == {"Serious illness aid", "Transplants"} and talk.was.read.version == "1"


def test_templates_of_the_city_or_without_questions_are_not_asked_twice(patient):
    fund, other = Aid(), Aid()
    attach_template(programme=fund.programme, held=shipped()[CODE], by=fund.manager, at=NOON)
    mute = OWN[: OWN.index("[[advice]]")]
    follows(other, mute)

    (talk,) = talks_of(patient.aid, on=TODAY)

    assert talk.key == CODE and talk.by == ("Serious illness aid",)


def test_questions_are_looked_up_at_once_however_many_programmes_there_are(
    patient, django_assert_num_queries
):
    texts = [OWN.replace("leukaemia", f"leukaemia_{n}", 1) for n in range(4)]
    fund, _row = a_programme_that_asks(texts[0])
    for n, text in enumerate(texts[1:], start=1):
        follows(fund, text, again_of(fund, f"计划{n}", f"Plan {n}"))
    with django_assert_num_queries(3):  # programmes, what they follow, what was asked
        assert len(talks_of(patient.aid, on=TODAY)) == 5


def test_the_programme_that_stops_following_stops_asking(patient):
    fund, _row = a_programme_that_asks()
    attach_template(
        programme=fund.programme, held=None, by=fund.manager, at=NOON + timedelta(hours=1)
    )

    assert [talk.key for talk in talks_of(patient.aid, on=TODAY)] == [CODE]


def test_an_own_template_with_the_code_of_the_citys_stands_beside_it(patient):
    text = template_files()["serious_illness-1.toml"].replace('version = "1"', 'version = "9"')
    _fund, row = a_programme_that_asks(text)

    assert [talk.key for talk in talks_of(patient.aid, on=TODAY)] == [CODE, str(row.pk)]
