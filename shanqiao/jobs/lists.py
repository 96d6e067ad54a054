"""A list handed in at a station: read from its file, then compared."""

from shanqiao.apps.lists.queries import headings_of_list
from shanqiao.apps.lists.working import end_comparison
from shanqiao.feeds.resident_lists import CannotReadList, read_list
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
