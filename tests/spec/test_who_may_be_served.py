"""Who may be served by what: kind and item, place, time, condition, limits and reserves."""

import pytest

from .plans import plan_for


@pytest.mark.parametrize(
    ("needs", "resources"),
    [
        pytest.param(
            """
            need ; kind        ; item ; gets
            n1   ; goods       ; rice ; 1
            n2   ; goods       ; milk ; 0
            n3   ; meal        ;      ; 0
            """,
            """
            resource ; kinds ; item ; capacity
            r        ; goods ; rice ; 9
            """,
            id="kind and item must be the same",
        ),
        pytest.param(
            """
            need ; kind           ; gets
            n1   ; cash_medical   ; 1
            n2   ; cash_living    ; 1
            n3   ; cash_education ; 0
            """,
            """
            resource ; kinds                    ; capacity
            r        ; cash_medical,cash_living ; 9
            """,
            id="a fund may serve several kinds",
        ),
        pytest.param(
            """
            need ; street    ; gets
            n1   ; 440104001 ; 1
            n2   ; 440104002 ; 0
            n3   ; 440106001 ; 1
            """,
            """
            resource ; streets          ; capacity
            r        ; 440104001,440106 ; 9
            """,
            id="a street by nine digits, a district by six",
        ),
        pytest.param(
            """
            need ; open_on ; due_on ; gets
            n1   ; 03-01   ; 03-10  ; 1
            n2   ; 03-01   ; 03-09  ; 0
            n3   ; 03-20   ; 03-30  ; 1
            n4   ; 03-21   ; 03-30  ; 0
            """,
            """
            resource ; valid_from ; valid_to ; capacity
            r        ; 03-10      ; 03-20    ; 9
            """,
            id="one common day is enough",
        ),
        pytest.param(
            """
            need ; age ; disability ; gets
            n1   ; 60  ;            ; 1
            n2   ; 59  ; 2          ; 1
            n3   ; 59  ; 3          ; 0
            n4   ; 17  ; 1          ; 0
            n5   ; 59  ;            ; 0
            n6   ;     ; 1          ; 0
            """,
            """
            resource ; capacity ; eligible
            r        ; 9        ; age >= 60 || (age >= 18 && disability in [1, 2])
            """,
            id="an empty cell is not yes, unless it does not matter",
        ),
        pytest.param(
            """
            need ; person ; kind       ; quantity ; severity ; gets
            n1   ; p1     ; care_hour  ; 4        ; 90       ; 3
            n2   ; p1     ; counselling; 4        ; 10       ; 2
            n3   ; p2     ; care_hour  ; 4        ; 1        ; 4
            """,
            """
            resource ; kinds                 ; capacity ; person_cap
            r        ; care_hour,counselling ; 20       ; 5
            """,
            id="the limit per person counts all needs of a person together",
        ),
        pytest.param(
            """
            need ; age ; quantity ; severity ; gets
            n1   ; 30  ; 9        ; 90       ; 5
            n2   ; 70  ; 2        ; 10       ; 2
            """,
            """
            resource ; capacity ; reserved_share ; reserved_for
            r        ; 10       ; 45             ; age >= 60
            """,
            id="a reserve is rounded up and stays unused rather than go to others",
        ),
        pytest.param(
            """
            need ; age ; quantity ; severity ; gets
            n1   ; 70  ; 9        ; 90       ; 8
            n2   ; 30  ; 4        ; 10       ; 2
            """,
            """
            resource ; capacity ; reserved_share ; reserved_for
            r        ; 10       ; 50             ; age >= 60
            """,
            id="people of a reserve may get more than is reserved for them",
        ),
        pytest.param(
            """
            need ; person ; kind        ; quantity ; urgency ; gets
            n1   ; p1     ; care_hour   ; 4        ; 2       ; 4
            n2   ; p1     ; counselling ; 4        ; 0       ; 0
            """,
            """
            resource ; kinds                 ; capacity ; reserved_share ; reserved_for
            r        ; care_hour,counselling ; 9        ; 100            ; urgency == 2
            """,
            id="a reserve is open to the needs for which its condition is yes",
        ),
        pytest.param(
            """
            need ; person ; kind        ; quantity ; urgency ; gets
            n1   ; p1     ; care_hour   ; 4        ; 2       ; 0
            n2   ; p1     ; counselling ; 4        ; 0       ; 0
            n3   ; p2     ; care_hour   ; 4        ; 2       ; 4
            """,
            """
            resource ; kinds                 ; capacity ; person_cap ; reserved_share ; reserved_for
            r        ; care_hour,counselling ; 9        ; 5          ; 100            ; urgency == 2
            """,
            id="with a limit per person, to people of whom all needs there say yes",
        ),
    ],
)
def test_who_may_be_served(needs, resources):
    gets, says = plan_for(needs, resources)

    assert gets == says
