"""How much may be asked. Plain numbers, so that what they are worth can be measured without a database."""

USUAL_A_DAY = 2_000  # rows of one organisation on one day
MOST_A_DAY = 20_000  # the same, at the very most
MOST_ROWS = 500  # in one question
MOST_BARE_MISSES = 20  # a day: numbers without a name that are nobody's
REFUSALS_KEPT = 20  # a day; more are only counted
LONGEST = 366  # days ahead
