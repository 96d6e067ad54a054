"""A generated city that is quickly made, for what does not depend on its size."""

from datetime import date

from shanqiao.feeds.places import load_places
from shanqiao.jobs.demonstration import tell_the_story
from shanqiao.jobs.demonstration.size import Size

MONDAY = date(2026, 11, 23)
TINY = Size(
    name="tiny",
    stations=11,
    workers_at_a_station=2,
    residents=60,
    needs=90,
    hosts=3,
    community_funds=4,
    programmes=8,
    enterprises=3,
    volunteer_groups=3,
    weeks_between_plans=3,
    answered=0.8,
)


def a_demonstration(*, size=TINY, today=MONDAY):
    load_places()
    heard = []
    tell_the_story(size=size, today=today, tell=heard.append)
    return heard
