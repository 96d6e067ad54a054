"""Lists as stations hand them in, for tests; everybody on them is made up."""

from datetime import date, timedelta

from shanqiao.apps.lists.actions import ask_to_compare, ask_to_take_in, hand_in_list
from shanqiao.apps.lists.models import PeopleList
from shanqiao.jobs.lists import compare_handed_in
from shanqiao.stories.list_arrivals import take_list_in
from tests.factories import NOON

HEADINGS = {
    "name": "姓名",
    "gender": "性别",
    "id_no": "身份证号",
    "dob": "出生日期",
    "phone": "手机号",
}
LATER = NOON + timedelta(minutes=5)
WEIQIANG = {"name": "黄伟强", "sex": "male", "born_on": date(1958, 3, 12), "phone": "13912340987"}
AS_WRITTEN = "黄伟强,男,,1958-03-12,13912340987"
LIHUA = "周丽华,女,,1949-08-02,13600001111"
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "一二三四五六七八九十百千"


def a_list(*rows, worker, name="名单.csv", compared=True):
    content = "\n".join(["姓名,性别,身份证号,出生日期,手机号", *rows]).encode()
    new, _is_new = hand_in_list(name=name, content=content, headings=HEADINGS, by=worker, at=NOON)
    if compared:
        ask_to_compare(people_list=new, headings=HEADINGS, by=worker, at=NOON)
        compare_handed_in(PeopleList.objects.get(pk=new.pk), at=NOON)
    return PeopleList.objects.get(pk=new.pk)


def strangers(count):
    """Rows of people who resemble nobody."""
    return [
        f"{SURNAMES[n % 16]}{GIVEN[n % 12]}{GIVEN[n // 12 % 12]},{'男女'[n % 2]},,19{40 + n % 50}-0{1 + n % 9}-1{n % 10},136{n:04}{n * 7 % 10_000:04}"
        for n in range(count)
    ]


def taken(people_list, *, worker, whole=False):
    ask_to_take_in(people_list=people_list, whole=whole, by=worker, at=LATER)
    take_list_in(people_list=people_list, at=LATER)
    people_list.refresh_from_db()
    return people_list
