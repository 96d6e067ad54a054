"""What the tables of programme templates refuse, whoever writes to them."""

import pgtrigger

from shanqiao.apps.record.refusals import refuse


def of_the_fund_or_shipped():
    """A programme follows a template of its own fund, or one that came with shanqiao."""
    return pgtrigger.Trigger(
        name="of_the_fund_or_shipped",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF (SELECT fund_id FROM programmes_template WHERE id = NEW.template_id) <>
               (SELECT purse.fund_id FROM programmes_aidprogramme AS aid
                  JOIN funds_purse AS purse ON purse.id = aid.purse_id WHERE aid.id = NEW.programme_id) THEN
                {refuse("programmes_template_of_the_fund")}
            END IF;
            RETURN NEW;
        """,
    )
