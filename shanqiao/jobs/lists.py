"""A list handed in at a station: read from its file, then compared."""

from django.utils.timezone import localdate

from shanqiao.apps.earlier.queries import headings_taken
from shanqiao.apps.earlier.working import write_unusable
from shanqiao.apps.lists.queries import headings_of_list
from shanqiao.apps.lists.working import end_comparison
from shanqiao.feeds.earlier_lists import read_earlier
from shanqiao.feeds.resident_lists import CannotReadList, read_list
from shanqiao.stories.earlier_found import find_earlier
from shanqiao.stories.taking_lists import compare_list


def compare_handed_in(people_list, *, at):
    """Read a list and compare it; where it cannot be used, it says why in both languages."""
    if not people_list.is_comparing:
        return
    rows, problems = [], []
    if not people_list.total:
        headings = headings_of_list(people_list)
        try:
            rows, problems = read_list(people_list.content, people_list.name, headings)
        except CannotReadList as refusal:
            end_comparison(people_list=people_list, says=refusal.said, at=at)
            return
    compare_list(people_list=people_list, rows=rows, problems=problems, at=at)


def find_handed_in(earlier_list, *, at):
    """Read an old list and say what would come of each row; where it cannot be used, it says why in both languages."""
    if not earlier_list.is_comparing:
        return
    try:
        read = read_earlier(
            earlier_list.content,
            earlier_list.name,
            headings_taken(earlier_list),
            kind=earlier_list.kind,
            today=localdate(at),
        )
    except CannotReadList as refusal:
        write_unusable(earlier_list=earlier_list, says=refusal.said, at=at)
        return
    find_earlier(earlier_list=earlier_list, rows=read.rows, problems=read.problems, at=at)
