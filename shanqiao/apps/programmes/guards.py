"""What the tables of aid programmes refuse, whoever writes to them."""

import pgtrigger

from shanqiao.apps.record.once import filled_in_once
from shanqiao.apps.record.refusals import refuse

# Note [One programme, one person]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# A programme gives one person so much and no more. What counts is what was accepted: what waits for its approval, and
# what was granted and not taken back, less what came back after it was paid. Whoever accepts locks the need, then the
# purse (see Note [Need before purse]), and last the programme, before the table adds up what its resident was
# accepted before; so of two who accept at once the second is refused. The table sees one record; the action adds the
# person's other records, and whoever merges waits meanwhile. What is proposed by hand is bound by the gap of the need
# and by its purse besides.


def ends_once():
    """A programme stays as it was announced; it may end early, once."""
    return filled_in_once("ends_once", "ended_at", "ended_by_id", "ended_why")


def is_answered_once():
    """An application stays as it was written; it is answered or taken back once."""
    return filled_in_once("is_answered_once", "closed_at", "closed_how")


def counts_what_was_accepted():
    """See Note [One programme, one person]."""
    return pgtrigger.Trigger(
        name="counts_what_was_accepted",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[
            ("asked", "programmes_application%ROWTYPE"),
            ("made", "matching_proposal%ROWTYPE"),
            ("aid", "programmes_aidprogramme%ROWTYPE"),
            ("had", "numeric"),
        ],
        func=f"""
            SELECT * INTO asked FROM programmes_application WHERE id = NEW.application_id;
            SELECT * INTO made FROM matching_proposal WHERE id = NEW.proposal_id;
            SELECT * INTO aid FROM programmes_aidprogramme WHERE id = asked.programme_id FOR NO KEY UPDATE;
            NEW.applied_by_id = asked.applied_by_id;
            IF made.need_id <> asked.need_id OR made.purse_id <> aid.purse_id THEN
                {refuse("programmes_accepts_what_was_applied_for")}
            END IF;
            SELECT COALESCE(sum(proposal.count - COALESCE(back.count, 0)), 0) INTO had
              FROM programmes_acceptance AS acceptance
              JOIN programmes_application AS application ON application.id = acceptance.application_id
              JOIN needs_need AS need ON need.id = application.need_id
              JOIN matching_proposal AS proposal ON proposal.id = acceptance.proposal_id
              LEFT JOIN matching_grant AS g ON g.proposal_id = proposal.id
              LEFT JOIN matching_release AS release ON release.grant_id = g.id
              LEFT JOIN LATERAL (
                SELECT sum(count) AS count FROM matching_reduction WHERE grant_id = g.id
              ) AS back ON TRUE
             WHERE application.programme_id = aid.id
               AND need.resident_id = (SELECT resident_id FROM needs_need WHERE id = asked.need_id)
               AND (proposal.closed_at IS NULL OR proposal.closed_how = 'approved')
               AND release.id IS NULL;
            IF had + made.count > aid.most_per_person THEN
                {refuse("programmes_most_per_person")}
            END IF;
            RETURN NEW;
        """,
    )
