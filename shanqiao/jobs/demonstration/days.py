"""The days of the story: everything happened on a weekday before today, at an hour when people work."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.timezone import get_default_timezone

STATEMENT_DAY = 5  # of the month, when the month before is published
MONTHS = 3  # with a published statement
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


@dataclass(frozen=True)
class Days:
    """The span of the story: from the first day of the first published month to the midnight of today."""

    today: date

    @property
    def ends_at(self):
        return instant(self.today, time(0))

    @property
    def months(self):
        """First days of the months that are published, oldest first."""
        published = 1 if self.today.day > STATEMENT_DAY else 2  # months back to the latest one
        return [_months_before(self.today, published + back) for back in reversed(range(MONTHS))]

    @property
    def last_weekday(self):
        """The last one before today."""
        day = self.today - DAY
        return day - max(0, day.weekday() - 4) * DAY

    @property
    def begins_on(self):
        return self.months[0]

    def statement_days(self):
        """Month and the instant at which it is published."""
        for month in self.months:
            following = _months_before(month, -1)
            yield month, instant(following.replace(day=STATEMENT_DAY), time(9))

    def planning_nights(self, *, every):
        """Mondays at 02:30, two weeks after the beginning and later, ``every`` so many weeks."""
        night = self.begins_on + 2 * WEEK
        night += (7 - night.weekday()) % 7 * DAY
        while night < self.today:
            yield instant(night, time(2, 30))
            night += every * WEEK

    def at_work_before_today(self, day, *, chance):
        """Like `at_work`; what would fall on today or later falls on the last weekday before."""
        at = at_work(day, chance=chance)
        if at < self.ends_at:
            return at
        return at_work(self.last_weekday, chance=chance)

    def share_of(self, at):
        """How much of the story lies before ``at``: 0 to 1."""
        began = instant(self.begins_on, time(0))
        return min(1.0, max(0.0, (at - began) / (self.ends_at - began)))


def instant(day, hour):
    """A day and an hour of the city as an instant."""
    return datetime.combine(day, hour, tzinfo=get_default_timezone())


def at_work(day, *, chance):
    """Some instant between nine and half past five on ``day``, or on the weekday after it."""
    minutes = chance.randrange(9 * 60, 17 * 60 + 30)
    return instant(weekday(day), time(minutes // 60, minutes % 60, chance.randrange(60)))


def weekday(day):
    """The day itself, or the Monday after a weekend. Public holidays are left out of the story."""
    return day + max(0, 7 - day.weekday()) * DAY if day.weekday() > 4 else day


def _months_before(day, months):
    """The first day of the month so many months before that of ``day``."""
    counted = day.year * 12 + day.month - 1 - months
    return date(counted // 12, counted % 12 + 1, 1)
