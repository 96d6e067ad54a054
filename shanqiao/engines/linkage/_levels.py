"""How alike two registrations are, field by field: each level has a number, a name, and words for the desk."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Name(IntEnum):
    """Levels of the name; the first that holds."""

    UNKNOWN = 0
    SAME = 1
    SAME_SIMPLIFIED = 2
    LOOK_ALIKE = 3
    SAME_SOUND = 4
    SAME_PINYIN = 5
    SAME_CANTONESE = 6
    MISHEARD = 7
    REORDERED = 8
    SAME_SPELLING = 9
    ONE_LEFT_OUT = 10
    MIDDLE_DIFFERS = 11
    LAST_DIFFERS = 12
    SURNAME_DIFFERS = 13
    SAME_SURNAME = 14
    DIFFERENT = 15
    MASK_FITS = 16
    SURNAME_FITS = 17
    CALL_NAME_FITS = 18
    DOES_NOT_FIT = 19
    SURNAME_LEFT_OUT = 20


class Id(IntEnum):
    """Levels of the identity number."""

    UNKNOWN = 0
    SAME = 1
    SAME_AS_NEW = 2
    MASK_FITS = 3
    ONE_WRONG = 4
    SWAPPED = 5
    CONFLICT = 6
    DOES_NOT_FIT = 7
    DIFFERENT = 8
    SAME_DOUBTED = 9
    CONFLICT_DOUBTED = 10


class Birth(IntEnum):
    """Levels of the birthday."""

    UNKNOWN = 0
    SAME = 1
    SWAPPED = 2
    DAY_DIFFERS = 3
    MONTH_DIFFERS = 4
    YEAR_DIFFERS = 5
    FITS = 6
    SAME_YEAR = 7
    NEAR = 8
    FAR = 9
    YEAR_OFF = 10
    FIRST_OF_YEAR = 11
    AS_LUNAR = 12


class Phone(IntEnum):
    """Levels of the telephone."""

    UNKNOWN = 0
    SAME = 1
    ONE_WRONG = 2
    DIFFERENT = 3


class Address(IntEnum):
    """Levels of the address."""

    UNKNOWN = 0
    SAME = 1
    SAME_BUILDING = 2
    OTHER_ROOM = 3
    SAME_ROAD = 4
    DIFFERENT = 5


class Same(IntEnum):
    """Levels of what is the same or is not: street of the station, gender."""

    UNKNOWN = 0
    SAME = 1
    DIFFERENT = 2


@dataclass(frozen=True, slots=True)
class Level:
    """One level of one field, in words."""

    field: str
    code: IntEnum
    zh: str
    en: str
    example: str


def _levels(field: str, *rows: tuple[IntEnum, str, str, str]) -> tuple[Level, ...]:
    return tuple(Level(field, *row) for row in rows)


LEVELS: dict[str, tuple[Level, ...]] = {
    "name": _levels(
        "name",
        (Name.UNKNOWN, "姓名不详", "a name is missing", "陈伟强 / 不详"),
        (Name.SAME, "姓名相同", "same name", "陈伟强 / 陈伟强先生"),
        (Name.SAME_SIMPLIFIED, "繁简不同，实为同名", "same name, traditional and simplified", "陈伟强 / 陳偉強"),
        (Name.LOOK_ALIKE, "字形相近", "characters that look alike", "陈伟强 / 陈玮强"),
        (Name.SAME_SOUND, "普通话、粤语均同音", "same sound in Mandarin and Cantonese", "陈志明 / 陈志鸣"),
        (Name.SAME_PINYIN, "拼音相同", "same pinyin", "陈伟强 / Chen Weiqiang"),
        (Name.SAME_CANTONESE, "粤语同音", "same sound in Cantonese", "黄志强 / 王志强"),
        (Name.MISHEARD, "读音易混", "sounds often confused", "陈晶 / 陈金"),
        (Name.REORDERED, "音节相同，次序不同", "same syllables in another order", "阿依古丽·买买提 / 买买提·阿依古丽"),
        (Name.SAME_SPELLING, "港式拼写相同", "same spelling on Hong Kong papers", "陈伟强 / CHAN Wai Keung"),
        (Name.ONE_LEFT_OUT, "少一字", "one character left out", "陈伟强 / 陈强"),
        (Name.MIDDLE_DIFFERS, "三字中间一字不同", "the middle one of three characters differs", "陈伟强 / 陈志强"),
        (Name.LAST_DIFFERS, "三字末字不同（或为兄弟姐妹）", "the last of three differs (perhaps siblings)", "陈伟强 / 陈伟明"),
        (Name.SURNAME_DIFFERS, "名同姓不同", "same given name, other surname", "陈伟强 / 李伟强"),
        (Name.SAME_SURNAME, "仅姓相同", "only the surname is the same", "陈伟强 / 陈丽华"),
        (Name.DIFFERENT, "姓名不同", "different names", "陈伟强 / 李丽华"),
        (Name.MASK_FITS, "与隐去部分的姓名相符", "fits the masked name", "李秀英 / 李*英"),
        (Name.SURNAME_FITS, "称呼中的姓相符", "fits the surname somebody is called by", "陈伟强 / 陈伯"),
        (Name.CALL_NAME_FITS, "与小名相符", "fits the name somebody is called by", "陈伟明 / 阿明"),
        (Name.DOES_NOT_FIT, "与称呼或隐名不符", "does not fit the masked or called name", "陈伟强 / 李*英"),
        (Name.SURNAME_LEFT_OUT, "名相同，一方未写姓", "same given name, one without a surname", "陈伟强 / 伟强"),
    ),
    "id": _levels(
        "id",
        (Id.UNKNOWN, "证件号不详", "a number is missing", "440102195001021231 / 无"),
        (Id.SAME, "证件号相同", "same identity number", "440102195001021231 twice"),
        (Id.SAME_AS_NEW, "十五位与十八位为同一号码", "the same number with 15 and 18 places", "440102500102123 / 440102195001021231"),
        (Id.MASK_FITS, "与隐去部分的证件号相符", "fits the masked number", "440102195001021231 / 4401**********1231"),
        (Id.ONE_WRONG, "证件号一位不同", "one place differs", "440102195001021231 / 440102195001021331"),
        (Id.SWAPPED, "证件号相邻两位颠倒", "two neighbouring places are swapped", "440102195001021231 / 440102195001021321"),
        (Id.CONFLICT, "两个有效证件号不同", "two valid numbers that differ", "twins: 440102195001021231 / 440102195001021258"),
        (Id.DOES_NOT_FIT, "与隐去部分的证件号不符", "does not fit the masked number", "440102195001021231 / 4401**********9999"),
        (Id.DIFFERENT, "证件号不同，至少一个有误", "numbers differ, one at least is wrong", "440102195001021231 / 44010219500102"),
        (Id.SAME_DOUBTED, "证件号相同，但与其中一人的性别或出生年不符", "same number, and it does not go with sex or year of birth of one of them", "440102195001021231 twice, once of a woman"),
        (Id.CONFLICT_DOUBTED, "证件号不同，其中一个与本人性别或出生年不符", "valid numbers differ, and one does not go with sex or year of birth beside it", "440102195001021231 / twice another, of a woman"),
    ),
    "birth": _levels(
        "birth",
        (Birth.UNKNOWN, "生日不详", "a birthday is missing", "1958-03-12 / 1900-01-01"),
        (Birth.SAME, "生日相同", "same birthday", "1958-03-12 / 一九五八年三月十二日"),
        (Birth.SWAPPED, "月日颠倒", "day and month swapped", "1958-03-12 / 1958-12-03"),
        (Birth.DAY_DIFFERS, "同年同月，日不同", "same year and month, other day", "1958-03-12 / 1958-03-21"),
        (Birth.MONTH_DIFFERS, "同年同日，月不同", "same year and day, other month", "1958-03-12 / 1958-08-12"),
        (Birth.YEAR_DIFFERS, "同月同日，年不同", "same month and day, other year", "1958-03-12 / 1985-03-12"),
        (Birth.FITS, "就所知部分相符", "the same as far as known", "1958-03-12 / 1958-00-00"),
        (Birth.SAME_YEAR, "仅年份相同", "only the year is the same", "1958-03-12 / 1958-07-30"),
        (Birth.NEAR, "相差不超过两年", "not more than two years apart", "1958-03-12 / 1960-07-30"),
        (Birth.FAR, "出生年份相差较远", "years apart", "1958-03-12 / 1990-07-30"),
        (Birth.YEAR_OFF, "同月同日，年份差一", "same month and day, one year off", "1958-03-12 / 1959-03-12"),
        (Birth.FIRST_OF_YEAR, "同年，一方写一月一日", "same year, one is the first of January", "1958-03-12 / 1958-01-01"),
        (Birth.AS_LUNAR, "相差约一个月，或为农历", "about a month apart, as the lunar calendar is", "1958-03-12 / 1958-02-04"),
    ),
    "phone": _levels(
        "phone",
        (Phone.UNKNOWN, "电话不详", "a telephone is missing", "13912340987 / 无"),
        (Phone.SAME, "电话相同", "same telephone", "13912340987 / +86 139-1234-0987"),
        (Phone.ONE_WRONG, "电话一位不同或相邻颠倒", "one place differs, or two neighbours are swapped", "13912340987 / 13912340978"),
        (Phone.DIFFERENT, "电话不同", "different telephones", "13912340987 / 83330918"),
    ),
    "address": _levels(
        "address",
        (Address.UNKNOWN, "住址不详", "an address is missing", "文德北路12号 / 不详"),
        (Address.SAME, "住址相同", "same room", "文德北路12号502 / 越秀区文德北路十二号五〇二房"),
        (Address.SAME_BUILDING, "同一门牌，房号未写全", "same number, a room is not written", "文德北路12号502 / 文德北路12号"),
        (Address.OTHER_ROOM, "同一门牌，房号不同", "same number, other room", "文德北路12号502 / 文德北路12号301"),
        (Address.SAME_ROAD, "同一道路", "same road", "文德北路12号 / 文德北路30号"),
        (Address.DIFFERENT, "住址不同", "different addresses", "文德北路12号 / 恩宁路3号"),
    ),
    "street": _levels(
        "street",
        (Same.UNKNOWN, "镇街不详", "a street is missing", "北京街 / 空"),
        (Same.SAME, "镇街相同", "same street", "北京街 / 北京街道"),
        (Same.DIFFERENT, "镇街不同", "other street", "北京街 / 昌华街"),
    ),
    "gender": _levels(
        "gender",
        (Same.UNKNOWN, "性别不详", "a gender is missing", "男 / 空"),
        (Same.SAME, "性别相同", "same gender", "男 / 男"),
        (Same.DIFFERENT, "性别不同", "other gender", "男 / 女"),
    ),
}  # fmt: skip
