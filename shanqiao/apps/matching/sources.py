"""Where a proposal comes from, as the tables hold it: from a plan or from a person, for ever, and known to its grant."""

import pgtrigger


def source_stays():
    """What was proposed stays, and who proposed it: whoever asked for it could else approve it, or more of it."""
    return pgtrigger.Protect(
        name="source_stays",
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(
            "((OLD.plan_id, OLD.asking_id, OLD.need_id, OLD.purse_id, OLD.count, OLD.unit) IS DISTINCT FROM"
            " (NEW.plan_id, NEW.asking_id, NEW.need_id, NEW.purse_id, NEW.count, NEW.unit))"
        ),
    )


def knows_who_asked():
    """A grant names whoever had a hand in it before, from its proposal and from the assessment."""
    return pgtrigger.Trigger(
        name="knows_who_asked",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="""
            SELECT COALESCE(asking.asked_by_id, plan.proposed_by_id), asking.applied_by_id,
                   proposal.need_id, proposal.purse_id, proposal.unit
              INTO NEW.proposed_by_id, NEW.applied_by_id, NEW.need_id, NEW.purse_id, NEW.unit
              FROM matching_proposal AS proposal
              LEFT JOIN matching_plan AS plan ON plan.id = proposal.plan_id
              LEFT JOIN matching_asking AS asking ON asking.id = proposal.asking_id
             WHERE proposal.id = NEW.proposal_id;
            SELECT signed_by_id INTO NEW.assessed_by_id
              FROM needs_assessment WHERE need_id = NEW.need_id
             ORDER BY signed_at DESC, id DESC LIMIT 1;
            RETURN NEW;
        """,
    )
