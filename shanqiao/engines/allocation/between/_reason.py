"""The reasons a change of a proposal can have, and what is told with each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

REASONS = (
    "granted",  # a fund promised it
    "declined",  # a fund said no to it
    "withdrawn",  # the need left the plan
    "need",  # the need changed; what: columns
    "new_need",  # the need was not in the plan before
    "resource",  # the resource changed; what: columns, or "gone" or "more"
    "new_resource",  # the resource was not in the plan before
    "cap",  # the most one person may get from it
    "graver",  # a graver need took precedence; urgency, severity: the class of it
    "earlier",  # an equally grave need took precedence
    "basic",  # the first half of another need comes before the rest of this one
    "room",  # it made room for another need, and loses nothing by it
    "freed",  # another need takes less of the resource
    "nearer",  # the other resource is nearer
    "nothing",  # no fact changed
    "unknown",  # cannot be told
)
CLASS = 20  # severity is told in steps of so much


@dataclass(frozen=True)
class Reason:
    """A code of `REASONS`, and what is told with it.

    Attributes:
        about: ``what``, a list of columns that changed; or ``urgency`` and ``severity`` of the
            class of a need that came before, which points at nobody.
    """

    code: str
    about: dict[str, Any] = field(default_factory=dict)


def because_of(code: str, columns: Iterable[str]) -> Reason:
    """A reason with the columns that changed."""
    return Reason(code, {"what": list(columns)})


def class_of(urgency: int, severity: int) -> dict[str, int]:
    """Of how grave a need is told only this: its urgency, and where its step of severity begins."""
    return {"urgency": urgency, "severity": min(severity, 100 - CLASS) // CLASS * CLASS}


def each_once(reasons: Iterable[Reason]) -> list[Reason]:
    """The reasons in their order, every code where it comes first."""
    found: dict[str, Reason] = {}
    for reason in reasons:
        found.setdefault(reason.code, reason)
    return list(found.values())
