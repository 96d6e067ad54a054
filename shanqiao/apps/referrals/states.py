"""The states of a referral, the steps between them, and who may take each."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a referral stands, asked from its last step; nobody sets it."""

    DRAFT = "draft", _("draft")
    REQUESTED = "requested", _("sent, not answered")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("declined")
    IN_PROGRESS = "in_progress", _("under way")
    ON_HOLD = "on_hold", _("on hold")
    FAILED = "failed", _("came to nothing")
    COMPLETED = "completed", _("done")
    CANCELLED = "cancelled", _("taken back by the station")
    REVOKED = "revoked", _("stopped by the supervisor")


class StepKind(models.TextChoices):
    """What can happen to a referral."""

    REQUESTED = "requested", _("sent")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("declined")
    STARTED = "started", _("begun")
    HELD = "held", _("put on hold")
    RESUMED = "resumed", _("taken up again")
    FAILED = "failed", _("came to nothing")
    COMPLETED = "completed", _("done, with evidence")
    CANCELLED = "cancelled", _("taken back")
    REVOKED = "revoked", _("stopped")


class Side(models.TextChoices):
    """On whose side somebody acts."""

    REQUESTER = "requester", _("the station that sent it")
    RECIPIENT = "recipient", _("the one it was sent to")
    MANAGER = "manager", _("supervision")


STATE_AFTER = {
    StepKind.REQUESTED: State.REQUESTED,
    StepKind.ACCEPTED: State.ACCEPTED,
    StepKind.REJECTED: State.REJECTED,
    StepKind.STARTED: State.IN_PROGRESS,
    StepKind.HELD: State.ON_HOLD,
    StepKind.RESUMED: State.IN_PROGRESS,
    StepKind.FAILED: State.FAILED,
    StepKind.COMPLETED: State.COMPLETED,
    StepKind.CANCELLED: State.CANCELLED,
    StepKind.REVOKED: State.REVOKED,
}
FOLLOWS = {  # what may come after each; "" is the draft
    "": ("requested", "cancelled"),
    "requested": ("accepted", "rejected", "cancelled", "revoked"),
    "accepted": ("started", "held", "completed", "failed", "cancelled", "revoked"),
    "started": ("held", "completed", "failed", "cancelled", "revoked"),
    "held": ("resumed", "failed", "cancelled", "revoked"),
    "resumed": ("held", "completed", "failed", "cancelled", "revoked"),
}
MAY = {  # which kinds of step each side takes
    Side.REQUESTER: ("requested", "cancelled", "completed"),
    Side.RECIPIENT: ("accepted", "rejected", "started", "held", "resumed", "failed", "completed"),
    Side.MANAGER: ("revoked",),
}
OVER = ("rejected", "failed", "completed", "cancelled", "revoked")  # nothing follows these
