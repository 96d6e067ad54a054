"""Who is served first: all first halves before all rests, then the gravest, then the earliest."""

import pytest

from .plans import plan_for

SCARCE = """
    resource ; capacity
    r        ; 6
"""


@pytest.mark.parametrize(
    "needs",
    [
        pytest.param(
            """
            need ; quantity ; severity ; gets
            n1   ; 4        ; 90       ; 3
            n2   ; 4        ; 10       ; 2
            n3   ; 2        ; 10       ; 1
            """,
            id="everybody's first half comes before anybody's rest",
        ),
        pytest.param(
            """
            need ; quantity ; severity ; gets
            n1   ; 12       ; 20       ; 2
            n2   ; 8        ; 80       ; 4
            """,
            id="among first halves the graver comes first",
        ),
        pytest.param(
            """
            need ; quantity ; severity ; urgency ; gets
            n1   ; 12       ; 64       ; 0       ; 2
            n2   ; 8        ; 50       ; 1       ; 4
            """,
            id="a step of urgency weighs as much as fifteen points of severity",
        ),
        pytest.param(
            """
            need ; quantity ; severity ; urgency ; open_on ; gets
            n1   ; 12       ; 65       ; 0       ; 03-02   ; 2
            n2   ; 8        ; 50       ; 1       ; 03-01   ; 4
            """,
            id="equally grave: the one that was open earlier",
        ),
        pytest.param(
            """
            need ; quantity ; severity ; gets
            n9   ; 12       ; 50       ; 2
            n10  ; 8        ; 50       ; 4
            """,
            id="equal in all of that: by name, as text",
        ),
        pytest.param(
            """
            need ; quantity ; covered ; severity ; gets
            n1   ; 8        ; 4       ; 90       ; 2
            n2   ; 8        ; 0       ; 10       ; 4
            """,
            id="who has half already waits until the others have half",
        ),
        pytest.param(
            """
            need ; quantity ; covered ; severity ; gets
            n1   ; 9        ; 0       ; 90       ; 5
            n2   ; 9        ; 4       ; 10       ; 1
            """,
            id="the half of an odd number is rounded up, and what is covered counts towards it",
        ),
        pytest.param(
            """
            need ; quantity ; covered ; severity ; gets
            n1   ; 5        ; 5       ; 90       ; 0
            n2   ; 9        ; 0       ; 10       ; 6
            """,
            id="nobody is helped twice for what is covered already",
        ),
    ],
)
def test_basic_first(needs):
    gets, says = plan_for(needs, SCARCE)

    assert gets == says


@pytest.mark.parametrize(
    "needs",
    [
        pytest.param(
            """
            need ; quantity ; severity ; gets
            n1   ; 4        ; 90       ; 4
            n2   ; 4        ; 10       ; 2
            """,
            id="the gravest need is met whole before the next one starts",
        ),
        pytest.param(
            """
            need ; quantity ; severity ; open_on ; gets
            n1   ; 4        ; 50       ; 03-05   ; 2
            n2   ; 4        ; 50       ; 03-01   ; 4
            """,
            id="equally grave: the one that was open earlier is met whole",
        ),
    ],
)
def test_gravest_first(needs):
    gets, says = plan_for(needs, SCARCE, policy="gravest_first")

    assert gets == says
