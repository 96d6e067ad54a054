"""What raising money and management cost the charity of the desk: what stands, and what came back whole or in part."""

from datetime import time, timedelta

from shanqiao.apps.governing.management import book_management, take_back_management
from shanqiao.apps.governing.raising import book_raising, take_back_raising

from .days import DAY, instant, weekday
from .purses import YUAN


def tell_of_costs(*, days, host):
    """Leaflets of an appeal, boxes, and a hall whose rent was paid back; and the rent of the office, part of it too much."""
    organisation, cashier = host.organisation, host.team.cashier

    def paid(raising, days_ago, amount, words, **told):
        day = weekday(days.last_weekday - days_ago * DAY)
        told = {
            "key": f"demonstration {words}",
            "by": cashier,
            "at": instant(day, time(15)),
            **told,
        }
        return raising(host=organisation, amount=amount * YUAN, words=words, **told)

    appeal = "腊八暖心募捐（演示）"
    rent = paid(book_management, 33, 2_400, "办公室租金（演示）")
    take_back_management(
        cost=rent,
        amount=200 * YUAN,
        why="多付的水电押金退回",
        key="demonstration",
        by=cashier,
        at=instant(weekday(days.last_weekday - 28 * DAY), time(11)),
    )
    paid(book_raising, 26, 360, "募捐宣传单印刷（演示）", campaign=appeal)
    paid(book_raising, 19, 540, "募捐箱制作（演示）")
    hall = paid(book_raising, 12, 800, "义卖场地租金（演示）", campaign=appeal)
    take_back_raising(
        cost=hall,
        why="活动改期，场地方退回租金",
        by=cashier,
        at=hall.at + 3 * DAY + timedelta(minutes=20),
    )
