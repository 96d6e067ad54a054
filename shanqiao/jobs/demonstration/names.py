"""Names as people in Guangzhou have them: common surnames of the south, given names of each generation."""

# Surname and how often it is drawn.
SURNAMES = {
    "陈": 100, "李": 80, "黄": 75, "张": 55, "梁": 60, "林": 50, "刘": 50, "何": 42, "吴": 42, "罗": 30,
    "郭": 22, "杨": 30, "叶": 26, "曾": 24, "谢": 24, "邓": 26, "冯": 24, "蔡": 22, "潘": 20, "钟": 20,
    "卢": 16, "谭": 18, "苏": 14, "麦": 10, "冼": 8, "区": 8, "霍": 6, "简": 6, "招": 3, "关": 9,
    "植": 2, "莫": 8, "伍": 8, "黎": 14, "温": 8, "彭": 12, "邝": 5, "龚": 4, "岑": 4, "周": 24,
    "王": 28, "徐": 14, "孔": 5, "欧阳": 3, "司徒": 2,
}  # fmt: skip

# Born before the year: characters of women's and of men's names, in first and in second place.
_GIVEN = (
    (1950, ("秀惠玉桂凤美丽瑞月金", "英芳兰珍清卿娟嫦琼娣"), ("国志伟炳锦耀文永德树", "强光辉明华荣基培坚成")),
    (1970, ("秀丽惠淑小雪燕美少佩", "珍玲霞芬仪芳萍贞琼娴"), ("建志国伟永锦少卫文汉", "华强明平雄斌洪超权忠")),
    (1990, ("晓丽婉嘉敏静秋海洁颖", "红玲娜华敏怡雯欣莹君"), ("志俊嘉伟文晓海剑健家", "军勇锋杰辉鹏健豪峰毅")),
    (2008, ("诗思雨嘉晓梓颖欣芷佩", "琪婷怡彤敏妍晴瑶桐琳"), ("浩俊嘉子家梓宇志卓健", "轩然明杰宏霖聪熙鸿谦")),
    (9999, ("梓雨一诗语可芷心若苡", "涵晴诺萱桐柔琳妤宁甯"), ("梓宇浩一子沐俊承奕睿", "轩宸泽航霖熙阳恒朗谦")),
)  # fmt: skip


def surname(*, chance):
    """A surname, the common ones more often."""
    return chance.one_of(SURNAMES)


def given_name(*, born_on, sex, chance):
    """A given name as parents chose it in that year; of the old, some have a single character."""
    women, men = next((w, m) for before, w, m in _GIVEN if born_on.year < before)
    first, second = women if sex == "female" else men
    if chance.happens(0.12 if born_on.year < 1990 else 0.04):
        return chance.choice(second)
    return chance.choice(first) + chance.choice(second)
