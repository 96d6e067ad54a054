"""What the tables refuse of big uses, whoever writes to them."""

import pgtrigger

from shanqiao.apps.record.refusals import refuse

NOT_DECIDED = "matching_big_use_is_decided"
USED_UP = "matching_decision_is_used_up"
NOT_OF_THIS = "matching_decision_fits"

# Note [A big use is decided]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~
# The rules of a fund may say from which amount a use goes to its committee. What one need gets from one fund counts
# together, in whatever pieces and from whichever of its purses, less what was released and what came back: else a big use
# would be paid in small parts. From the limit on, a grant needs a motion about a big use of its purse that was carried by
# the fund's own count (enough were present, enough said yes), and that somebody of the fund named for this need. All
# grants by one motion stay within its amount. A grant knows its motion by itself. Which limit holds is asked of the rules
# in force on the day of the grant: what was granted before there were any stays as it was. Locked are the need, then the
# motion, as in Note [Need before purse]; so of two grants by one motion the second finds what the first has left.

_BACK = "(SELECT COALESCE(sum(count), 0) FROM matching_reduction WHERE grant_id = g.id)"
_STANDS = "NOT EXISTS (SELECT FROM matching_release WHERE grant_id = g.id)"


def names_its_decision():
    """A grant that is a big use names the motion that decided it. See Note [A big use is decided]."""
    return pgtrigger.Trigger(
        name="names_its_decision",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("beyond", "bigint"), ("given_by", "bigint")],
        func=f"""
            NEW.decision_id := NULL;
            SELECT rules.big_use_from, purse.fund_id INTO beyond, given_by
              FROM funds_purse AS purse CROSS JOIN LATERAL (
                SELECT big_use_from FROM governing_rules
                 WHERE fund_id = purse.fund_id AND since <= (NEW.approved_at AT TIME ZONE 'Asia/Shanghai')::date
                 ORDER BY version DESC LIMIT 1
              ) AS rules
             WHERE purse.id = NEW.purse_id;
            IF NEW.unit <> 'fen' OR beyond IS NULL THEN
                RETURN NEW;
            END IF;
            PERFORM 1 FROM needs_need WHERE id = NEW.need_id FOR NO KEY UPDATE;
            IF NEW.count + (SELECT COALESCE(sum(g.count - {_BACK}), 0)
                  FROM matching_grant AS g JOIN funds_purse AS purse ON purse.id = g.purse_id
                 WHERE g.need_id = NEW.need_id AND purse.fund_id = given_by AND g.unit = 'fen' AND {_STANDS}
               ) < beyond THEN
                RETURN NEW;
            END IF;
            SELECT motion_id INTO NEW.decision_id FROM matching_biguse
             WHERE need_id = NEW.need_id AND purse_id = NEW.purse_id ORDER BY id DESC LIMIT 1;
            IF NEW.decision_id IS NULL THEN
                {refuse(NOT_DECIDED)}
            END IF;
            PERFORM 1 FROM governing_motion WHERE id = NEW.decision_id FOR NO KEY UPDATE;
            IF NEW.count + (SELECT COALESCE(sum(g.count - {_BACK}), 0)
                              FROM matching_grant AS g WHERE g.decision_id = NEW.decision_id AND {_STANDS})
               > (SELECT amount FROM governing_motion WHERE id = NEW.decision_id) THEN
                {refuse(USED_UP)}
            END IF;
            RETURN NEW;
        """,
    )


def is_of_a_carried_motion():
    """Only a motion about a big use of this very purse, carried, is named for it. See Note [A big use is decided]."""
    return pgtrigger.Trigger(
        name="is_of_a_carried_motion",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF NOT EXISTS (
                SELECT FROM governing_motion AS m JOIN governing_result AS r ON r.motion_id = m.id AND r.carried
                 WHERE m.id = NEW.motion_id AND m.kind = 'big_use' AND m.purse_id = NEW.purse_id
            ) THEN
                {refuse(NOT_OF_THIS)}
            END IF;
            RETURN NEW;
        """,
    )
