"""Nothing new is registered for the dead: held by the database, whoever writes at the same moment."""

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
