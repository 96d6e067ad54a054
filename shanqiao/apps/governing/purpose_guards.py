"""What stands in the way of a changed purpose, asked by the database itself."""

from .guards import CITY_DAY, unless

# Note [A change is whole or not there]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# A purse's second restriction is written only if the committee carried the motion, the change was filed, and, where the
# use was fixed in an agreement, every giver agreed, or the others were asked by a notice that is over; a giver's no or
# an objection that is upheld stops it, one that is not answered holds it up. Whatever is added to a change holds its row
# shared and looks for the effect afterwards; the effect holds it alone. So nothing comes in beside it.

CHANGE_WAS_PUT = (
    unless(
        """EXISTS (SELECT 1 FROM governing_motion
                    WHERE id = NEW.motion_id AND kind = 'purpose' AND purse_id = NEW.purse_id)""",
        "a change is that of its motion",
    )
    + "RETURN NEW;"
)

CLOSED_ONCE_IN_EFFECT = (
    "PERFORM 1 FROM governing_purposechange WHERE id = NEW.change_id FOR SHARE;"
    + unless(
        "NOT EXISTS (SELECT 1 FROM governing_restriction WHERE change_id = NEW.change_id)",
        "the change is in force already",
    )
    + "RETURN NEW;"
)

OBJECTS_BEFORE_EFFECT = (
    """PERFORM 1 FROM governing_purposechange
         WHERE id = (SELECT change_id FROM governing_notice WHERE id = NEW.notice_id) FOR SHARE;"""
    + unless(
        """NOT EXISTS (SELECT 1 FROM governing_restriction AS r JOIN governing_notice AS n ON n.change_id = r.change_id
                        WHERE n.id = NEW.notice_id)""",
        "the change is in force already",
    )
    + "RETURN NEW;"
)

NOTICE_IS_NOT_BACKDATED = (
    unless(f"NEW.since >= {CITY_DAY.format(field='at')}", "a notice is not backdated")
    + "RETURN NEW;"
)

ONLY_WHEN_COMPLETE = f"""
    IF NEW.version = 1 THEN RETURN NEW; END IF;
    SELECT * INTO c FROM governing_purposechange WHERE id = NEW.change_id FOR NO KEY UPDATE;
    SELECT * INTO prior FROM governing_restriction
     WHERE purse_id = NEW.purse_id ORDER BY version DESC LIMIT 1;
    day := {CITY_DAY.format(field="at")};
    {
    unless(
        "c.purse_id = NEW.purse_id AND prior.version = NEW.version - 1",
        "a change is of this purse and follows the version before",
    )
}
    {
    unless(
        '''(NEW.purpose, NEW.streets, NEW."group", NEW.period_from, NEW.period_to, NEW.wish, NEW.government, NEW.not_invested)
            IS NOT DISTINCT FROM
           (c.purpose, c.streets, c."group", c.period_from, c.period_to, c.wish, prior.government, prior.not_invested)''',
        "what comes into force is what was decided",
    )
}
    {
    unless(
        "EXISTS (SELECT 1 FROM governing_result WHERE motion_id = c.motion_id AND carried)",
        "the committee did not carry it",
    )
}
    {
    unless(
        "EXISTS (SELECT 1 FROM governing_filing WHERE change_id = c.id AND filed_on <= NEW.since)",
        "the change is not filed",
    )
}
    IF c.fixed_in = 'agreement' THEN
        SELECT count(*) INTO consents FROM governing_giverconsent WHERE change_id = c.id AND agrees;
        {
    unless(
        "NOT EXISTS (SELECT 1 FROM governing_giverconsent WHERE change_id = c.id AND NOT agrees)",
        "a giver did not agree",
    )
}
        {
    unless(
        '''consents >= c.givers OR EXISTS (
            SELECT 1 FROM governing_notice WHERE change_id = c.id AND until < LEAST(NEW.since, day))''',
        "givers have not agreed and no notice of 60 days is over",
    )
}
    END IF;
    {
    unless(
        '''NOT EXISTS (
            SELECT 1 FROM governing_objection AS o JOIN governing_notice AS n ON n.id = o.notice_id
              LEFT JOIN governing_objectionanswer AS a ON a.objection_id = o.id
             WHERE n.change_id = c.id AND (a.id IS NULL OR a.upheld))''',
        "an objection is not answered, or upheld",
    )
}
    RETURN NEW;
"""
