"""How sure we are of what comes with shanqiao, so that it is said in the language of the page too.

Whatever a city brings in with a file of its own is shown as it is written there.
"""

from django.utils.translation import gettext_noop

EVIDENCE = (
    gettext_noop(
        "excerpt: items and bands; memory: points of transfer, walking and stairs, and how the "
        "answers are worded here"
    ),
    gettext_noop(
        "excerpt: three items of 0 to 2 points, the bands, and that 2 points of depression are "
        "suicidal thoughts; memory: how the other answers are worded"
    ),
    gettext_noop(
        "excerpt: which income, property and spending is asked; local lines are parameters of the "
        "city and not in this file"
    ),
    gettext_noop(
        "memory of a published instrument that its publisher lets everybody reproduce; the items "
        "are in our own words; how the total becomes a severity of 0 to 100, and the hours, are "
        "shanqiao's own"
    ),
    gettext_noop("memory: law and helpline; own: order and times"),
    gettext_noop("memory: law and opinion, to be compared with their texts; own: order and times"),
    gettext_noop("memory: law, to be compared with its text; own: order and times"),
    gettext_noop(
        "memory: seven kinds, grades 1 (heaviest) to 4; grades 1 and 2 are called severe in "
        "subsidy practice"
    ),
    gettext_noop(
        "own: shanqiao's own score; the reason of each weight stands with its item; not validated "
        "by a study"
    ),
    gettext_noop(
        "read: the destitute and the minimum living allowance; excerpt: the categories beside "
        "them, and that rigid expenditure is confirmed for at most 12 months"
    ),
)
