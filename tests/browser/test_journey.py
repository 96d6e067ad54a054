"""One need goes the whole way, through seven people and as many screens."""

from tests.browser.running import a_city
from tests.browser.walking import Visitor
from tests.browser.way import Way


def test_one_need_goes_from_told_to_disclosed_through_seven_people(chrome):
    visitors = []

    def enter(desk=None, **kind):
        visitors.append(Visitor(chrome, city, desk=desk, **kind))
        return visitors[-1]

    def look(visitor):
        hindrances.extend(visitor.hindrances())

    hindrances = []
    with a_city() as city:
        way = Way(city, enter, look=look)
        way.told()
        way.assessed()
        way.proposed()
        way.granted()
        way.agreed()
        way.given()
        way.confirmed()
        statement = way.disclosed()

        assert "陈惠贞" not in statement.page.content()  # nothing published points at a person
        worker = enter("station")
        worker.go(f"/station/needs/{way.need}/")
        assert worker.page.locator(".way-here").inner_text().startswith("已公开")
        who = worker.page.locator(".timeline-event-card p.small").all_inner_texts()
        assert len({line.partition("·")[2].strip() for line in who} - {""}) >= 5, who
        assert [fault for visitor in visitors for fault in visitor.faults] == []
        assert hindrances == []
