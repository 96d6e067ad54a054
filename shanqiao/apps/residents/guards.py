"""What the tables of residents refuse: anything new for the dead, and the word of a child without a guardian."""

import pgtrigger

# Note [Nothing new for the dead]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# A death is written down by one person while another registers a need. Whoever writes the death locks the resident's row
# against everybody (FOR UPDATE); whoever adds a row about the resident takes the weakest lock that waits for it (FOR KEY
# SHARE) and looks for a death afterwards, with the eyes of that moment. So either the need was there before the death, or
# it is refused. Actions ask first, to say it in words; the trigger holds where an action forgets.
_FUNC = """
    PERFORM 1 FROM residents_resident WHERE id = NEW.resident_id FOR KEY SHARE;
    IF EXISTS (
        SELECT 1 FROM residents_departure
        WHERE resident_id = NEW.resident_id AND kind = 'died' AND taken_back_at IS NULL
    ) THEN
        RAISE EXCEPTION 'resident % has died', NEW.resident_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'residents_nothing_new_for_the_dead';
    END IF;
    RETURN NEW;
"""


def not_for_the_dead():
    """The trigger for a table with a ``resident``. See Note [Nothing new for the dead]."""
    return pgtrigger.Trigger(
        name="is_for_the_living",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=_FUNC,
    )


# Note [A guardian speaks under 14]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# For a child under 14 a guardian agrees (个人信息保护法 第31条). The birthday stands in another table, so no CHECK can
# see it; a trigger does, whoever writes: by the day in the city on which it was said. Whoever withdraws needs no
# guardian: a child's no is a no. Where no birthday is known the station asks; the table cannot.


def guardian_speaks_under_14():
    """The trigger for consents. See Note [A guardian speaks under 14]."""
    return pgtrigger.Trigger(
        name="guardian_speaks_under_14",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="""
            IF NEW.giver = 'guardian' AND (octet_length(NEW.guardian) = 0 OR NEW.relation = '') THEN
                RAISE EXCEPTION 'a guardian is named' USING ERRCODE = 'check_violation',
                    CONSTRAINT = 'residents_guardian_is_named';
            END IF;
            IF NEW.given AND NEW.giver = 'self' AND EXISTS (
                SELECT 1 FROM residents_resident
                 WHERE id = NEW.resident_id
                   AND born_on > (NEW.at AT TIME ZONE 'Asia/Shanghai')::date - interval '14 years'
            ) THEN
                RAISE EXCEPTION 'resident % is under 14', NEW.resident_id
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'residents_guardian_under_14';
            END IF;
            RETURN NEW;
        """,
    )
