"""Which pairs wait, for whom, and for what; asked from the rows."""

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q


class PairQuerySet(models.QuerySet):
    def within_rights(self, post):
        """Pairs of which the holder of ``post`` may see both records; an adjudicator without a district may see all."""
        if post is None:
            return self.none()
        if post.district_id is None:
            return self.all()
        return self.filter(
            first__street__district=post.district_id, second__street__district=post.district_id
        )

    def undecided(self):
        """Pairs nobody has decided since the question was last opened, of records that are still alike."""
        alike = self.filter(faded_at=None)
        return alike.exclude(Exists(self._decisions())).exclude(is_one_person())

    def waiting_for_a_second(self):
        """Pairs that somebody decided, and a second person has to look at."""
        unconfirmed = self._decisions().exclude(risks=[]).filter(confirmation=None)
        return self.filter(Exists(unconfirmed))

    def in_doubt(self):
        """Pairs that are not settled: undecided, or waiting for a second person."""
        unconfirmed = self._decisions().exclude(risks=[]).filter(confirmation=None)
        settled = Exists(self._decisions()) & ~Exists(unconfirmed)
        return self.filter(faded_at=None).exclude(settled).exclude(is_one_person())

    def _decisions(self):
        model = apps.get_model("sameness", "Decision")
        return model.objects.filter(pair=OuterRef("pk"), round=OuterRef("round"))


def is_one_person():
    """Are both records of a pair one person now? A condition on pairs."""
    same_person = apps.get_model("sameness", "SamePerson").objects
    as_second = same_person.filter(resident=OuterRef(OuterRef("second")), person=OuterRef("person"))
    under_one = same_person.filter(resident=OuterRef("first")).filter(Exists(as_second))
    under_first = same_person.filter(resident=OuterRef("second"), person=OuterRef("first"))
    return Q(Exists(under_first)) | Q(Exists(under_one))
