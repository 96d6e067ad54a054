"""What the table of costs of management taken back refuses, whoever writes to it."""

from shanqiao.apps.record.refusals import refuse

# Note [No more back than stands]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# A cost is taken back in parts: a deposit comes back, one line of a bill was not ours. Whoever takes back locks the cost
# before looking, so two at once are asked one after the other, and the second finds what the first has left. Each part
# names the movement that takes it back in the books, which goes the other way by as much and names the one it takes back.
BACK_STANDS = f"""
    PERFORM 1 FROM governing_managementcost WHERE id = NEW.cost_id FOR UPDATE;
    IF NEW.amount + (SELECT COALESCE(sum(amount), 0) FROM governing_managementcostback WHERE cost_id = NEW.cost_id)
       > (SELECT amount FROM governing_managementcost WHERE id = NEW.cost_id) THEN
        {refuse("governing_management_back_stands")}
    END IF;
    IF NOT EXISTS (SELECT FROM books_posting AS back JOIN governing_managementcost AS cost ON cost.id = NEW.cost_id
                    WHERE back.id = NEW.posting AND back.reverses_id = cost.posting AND back.amount = NEW.amount) THEN
        {refuse("governing_management_back_names_it")}
    END IF;
    RETURN NEW;
"""
