"""What the law and the guideline fix, and what a fund may only make stricter."""

from datetime import timedelta

NOTICE = timedelta(days=60)  # 广州市慈善促进条例 第24条: a change of use whose giver is not found
FILING = timedelta(days=10)  # 慈善法 (2023修正) 第56条, 广州市慈善促进条例 第24条
SURPLUS_PUBLISHED = timedelta(days=92)  # three months: 民政部令81号, read in a report (rules DS-08)
LEAST_MEMBERS = (
    5  # and an odd number: Hunan guideline of 2025; a Guangzhou text was not found (rules CF-01)
)
INVESTING_PART = (2, 3)  # of the whole deciding body: 民政部令62号, read in a report (rules US-16)
