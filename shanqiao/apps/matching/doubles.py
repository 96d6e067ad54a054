"""How much two needs of one finding may still get together. See Note [Double by a merge]."""

from shanqiao.apps.needs.queries import latest_assessments

from .finding_model import Finding
from .models import Cover


class Doubles:
    """The open findings about some needs, and how far each is used up.

    Args:
        needs: identities.
        lock: hold the findings to the end of the transaction; whoever does holds one of the needs already.
    """

    def __init__(self, needs, *, lock=False):
        rows = Finding.objects.open().about(needs).order_by("pk")
        if lock:
            rows = rows.select_for_update(no_key=True)
        self._couples = list(rows.values_list("first_id", "second_id"))
        known = {need for couple in self._couples for need in couple}
        self._room = {a.need_id: a.needed - a.elsewhere for a in latest_assessments(needs=known)}
        self._granted = dict(Cover.objects.filter(need__in=known).values_list("need_id", "granted"))

    def left(self, need):
        """What ``need`` may get at most, by its findings; None where it has none."""
        return min((self._left(couple) for couple in self._couples if need in couple), default=None)

    def move(self, need, count):
        """``need`` is promised ``count`` more; in the mind only."""
        self._granted[need] = self._granted.get(need, 0) + count

    def _left(self, couple):
        lacking = max(self._room.get(need, 0) for need in couple)
        return max(0, lacking - sum(self._granted.get(need, 0) for need in couple))


def without_doubles(needs):
    """Of several needs of one person and kind only the one that lacks most is planned for; the next once that is covered.

    Args:
        needs: with person, needed, elsewhere and granted; where a finding is open, ``granted`` is raised so that no more
            is asked for than both together may still get.
    """
    doubles = Doubles([need.pk for need in needs])
    planned = {}
    for need in sorted(needs, key=lambda need: (need.elsewhere - need.needed, need.pk)):
        left = doubles.left(need.pk)
        if left == 0:
            continue
        if left is not None:
            need.granted = max(need.granted or 0, need.needed - need.elsewhere - left)
        planned.setdefault((need.person, need.kind, need.item), need.pk)
    kept = set(planned.values())
    return [need for need in needs if need.pk in kept]
