"""One seriously ill resident, on phones: from intake to closing, three funds, one refusal."""

import re

from tests.browser.patient import CARE, GRAVE, HOSPITAL, NAME, PAPERS, REFUSED, Patient


def test_a_serious_illness_is_carried_by_three_funds_and_one_that_refuses(visitor):
    patient = Patient(visitor)
    patient.registered()
    patient.assessed()
    patient.begun()
    patient.billed()
    assert "¥40,000.00 still lacking" in patient.says(patient.aid_page)
    assert not patient.applied(CARE, "20000")
    assert "These papers are missing" in patient.worker.page.locator("main").inner_text()
    patient.papers_handed_in()
    assert "missing" not in patient.says(f"{patient.need_page}papers/")

    patient.refused()
    told = patient.says(patient.referral)
    assert "Declined: the resident does not meet the conditions." in told and REFUSED in told
    assert "¥40,000.00 still lacking" in patient.says(patient.need_page)

    _three_funds_give(patient)
    told = patient.says(patient.aid_page)
    assert "Nothing is lacking any more" in told and "Still lacking" not in told
    funds = patient.worker.page.locator("[aria-labelledby=funds] li").all_inner_texts()
    assert [fund.split(" · ")[0] for fund in funds] == ["¥20,000.00", "¥12,000.00", "¥8,000.00"]
    assert len({fund.split(" · ")[1] for fund in funds}) == 3

    patient.closed()
    assert "the goals are reached" in patient.says(patient.case_page)
    assert "the resident has what was lacking" in patient.says(patient.need_page)

    _nobody_else_sees(patient)
    _each_look_stands_on_record(patient)
    assert patient.faults() == []
    assert patient.hindrances == []


def _three_funds_give(patient):
    """Never more than is lacking: the third gives less than it may."""
    form = patient.worker.page
    assert patient.applied(CARE, "20000")
    patient.granted("20,000")
    assert patient.applied(GRAVE, "12000")
    patient.granted("12,000")
    assert not patient.applied(HOSPITAL, "8000.01")  # its programme would give 10,000
    assert "At most ¥8,000.00: the need lacks no more" in form.locator("main").inner_text()
    assert patient.applied(HOSPITAL, "8000")
    patient.granted("8,000")
    patient.paid()
    assert patient.confirmed() == 3


def _nobody_else_sees(patient):
    """Whoever has no post at the station is let into none of it; a colleague not into the case."""
    of_the_station = [
        patient.need_page,
        patient.aid_page,
        f"{patient.need_page}papers/",
        patient.case_page,
        patient.resident_page,
        patient.referral,
        *_sheets(patient),
    ]
    for desk in ("handler", "manager", "cashier", "rules"):
        somebody = patient.person(desk)
        assert {path: somebody.go(path) for path in of_the_station} == dict.fromkeys(
            of_the_station, 403
        )
        assert NAME not in somebody.page.content()
    assert patient.person("station", 1).go(patient.case_page) == 404


def _sheets(patient):
    """Where the bill and the papers are seen as they were handed in."""
    found = []
    for page in (patient.aid_page, f"{patient.need_page}papers/"):
        patient.worker.go(page)
        found += [
            path
            for path in patient.worker.links()
            if re.fullmatch(rf"{patient.need_page}(illness/bills|papers)/\d+/", path)
        ]
    sheets = list(dict.fromkeys(found))
    assert len(sheets) == 1 + len(PAPERS)
    return sheets


def _each_look_stands_on_record(patient):
    """A colleague opens the resident, with a reason; the station and the supervisor read it."""
    colleague = patient.person("station", 1)
    colleague.go(patient.resident_page)
    assert colleague.page.locator("#facts").count() == 0  # not before a reason is said
    patient.look(colleague)
    colleague.page.check("[name=reason][value=asked]")
    colleague.page.fill("[name=words]", "她来电问何时到账")
    colleague.submit("#reason button[type=submit]")
    assert colleague.page.locator("#facts").count() == 1
    patient.look(colleague)

    assert "她来电问何时到账" in patient.says(patient.resident_page)
    assert "她来电问何时到账" in patient.says(f"{patient.resident_page}sheet/")

    supervisor = patient.person("supervisor")
    supervisor.go(f"/supervisor/looks/?q={patient.code}")
    patient.look(supervisor)
    looks = supervisor.page.locator("tbody tr").all_inner_texts()
    assert any("她来电问何时到账" in look for look in looks)
    assert NAME not in supervisor.page.content()
