"""What kinds of mistakes, and of people who are easily taken for one, are called; others keep the name they have."""

from __future__ import annotations

from shanqiao.feeds.plan_files import Words

_KINDS = """
homophone|姓名写成同音字|a character of the same sound
look_alike|姓名写成形近字|a character that looks alike
character_missing|姓名漏一字|a character left out
character_extra|姓名多一字|a character too many
characters_reordered|姓名字序颠倒|characters in another order
honorific|只写称呼（李婆婆）|called 李婆婆
nickname|只写小名（阿英）|called 阿英
masked_name|姓名隐去一部分|masked name
cantonese_spelling|写成粤语拼写|spelt as in Hong Kong
mandarin_spelling|写成汉语拼音|spelt in pinyin
surname_missing|没写姓|surname left out
other_name|曾用名|a name used earlier
traditional|写成繁体|traditional characters
in_characters|拼写改成汉字|a spelling in characters
spaced|姓名中有空格或点|blanks or dots in the name
remarked|姓名后加备注|a remark behind the name
gender_missing|没填性别|gender missing
gender_wrong|性别填错|gender wrong
id_missing|没有证件号|number missing
id_digit_wrong|证件号错一位|a digit of the number wrong
id_digits_swapped|证件号两位颠倒|two digits of the number swapped
id_fifteen|十五位旧号|number of 15 places
id_masked|证件号隐去一部分|masked number
id_of_family|误填家人的证件号|number of the family
id_junk|证件号乱填|junk for a number
id_written|证件号写法不同|number written otherwise
dob_missing|没有生日|birthday missing
dob_placeholder|生日是占位的日期|placeholder for a birthday
dob_first_of_january|生日写成一月一日|first of January
dob_swapped|月日颠倒|day and month swapped
dob_year_only|只写年份|year only
dob_no_day|没写日|day missing
dob_lunar|写了农历|lunar birthday
dob_year_off|年份差一|year one off
dob_written|日期写法不同|date written otherwise
phone_missing|没有电话|telephone missing
phone_old|旧电话|old telephone
phone_of_station|填了社工站的电话|telephone of the station
phone_of_family|填了家人的电话|telephone of the family
phone_digit_wrong|电话错一位|a digit of the telephone wrong
phone_written|电话写法不同|telephone written otherwise
address_moved|搬过家|moved
address_missing|没有住址|address missing
address_abbreviated|住址省去区街|address abbreviated
address_other_writing|住址写法不同|address written otherwise
room_missing|没写房号|room missing
street_missing|没写镇街|street missing
street_of_elsewhere|在别的镇街登记|registered in another street
street_as_code|镇街写成代码|street as a code
twins|双胞胎|twins
siblings|同辈字的兄弟姐妹、共用电话|siblings with one telephone
couple|夫妻|couple
household|同住一户|household
father_and_son|父子|father and son
nursing_home|同住养老院|one nursing home
same_name_same_year|同名同年|same name and year
same_name_one_street|同名同镇街|same name in one street
station_phone|同用社工站的电话|telephone of one station
junk_id|证件号乱填得相同|the same junk for a number
placeholder_birthday|同一占位生日|the same placeholder birthday
one_id|两人登记了同一有效证件号|one valid number, two people
"""
_WORDS = {
    name: Words(zh, en) for name, zh, en in (line.split("|") for line in _KINDS.split("\n") if line)
}


def kind_in_words(kind: str) -> Words:
    """A kind as people say it."""
    return _WORDS.get(kind, Words(kind, kind))
