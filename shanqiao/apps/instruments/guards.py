"""What the tables of instruments refuse, whoever writes to them."""

import pgtrigger

from shanqiao.apps.record.refusals import refuse


def fits_what_it_follows():
    """A second assessment is another person's of the same resident with the same version; a need is the resident's own."""
    return pgtrigger.Trigger(
        name="fits_what_it_follows",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("one", "instruments_sitting%ROWTYPE")],
        func=f"""
            IF NEW.first_id IS NOT NULL THEN
                SELECT * INTO one FROM instruments_sitting WHERE id = NEW.first_id;
                IF one.first_id IS NOT NULL OR one.resident_id <> NEW.resident_id
                   OR one.edition_id <> NEW.edition_id OR one.by_id = NEW.by_id THEN
                    {refuse("instruments_second_is_another")}
                END IF;
            END IF;
            IF NEW.before_id IS NOT NULL AND NEW.resident_id <>
               (SELECT resident_id FROM instruments_sitting WHERE id = NEW.before_id)
               OR NEW.need_id IS NOT NULL AND NEW.resident_id <>
               (SELECT resident_id FROM needs_need WHERE id = NEW.need_id) THEN
                {refuse("instruments_of_one_resident")}
            END IF;
            RETURN NEW;
        """,
    )


def is_of_its_sitting():
    """What was taken over into a need is about the resident who was assessed."""
    return pgtrigger.Trigger(
        name="is_of_its_sitting",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF (SELECT resident_id FROM instruments_sitting WHERE id = NEW.sitting_id) <>
               (SELECT need.resident_id FROM needs_assessment AS assessment
                  JOIN needs_need AS need ON need.id = assessment.need_id
                 WHERE assessment.id = NEW.assessment_id) THEN
                {refuse("instruments_of_one_resident")}
            END IF;
            RETURN NEW;
        """,
    )
