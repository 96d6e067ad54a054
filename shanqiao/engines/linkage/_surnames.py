"""Surnames: which there are, which have two characters, and how those are read that are read unlike the word."""

from __future__ import annotations

# 百家姓 (Song dynasty, free of rights) in simplified characters, with surnames common in Guangdong it leaves out.
# Left out are those met far more often as the call name of somebody: 强哥 is no Mr Qiang.
SINGLE = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎"
    "鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄"
    "和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭"
    "梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚"
    "程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫"
    "宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻"
    "莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古"
    "易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋"
    "沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公付肖区冼佘闫麦植邝岳原朴覃苟仝佟苑展隋初兰晋撒代仵"
) - frozenset("强明国文广利红福满巧丰安平秋双")
DOUBLE = frozenset(
    [
        "万俟",
        "司马",
        "上官",
        "欧阳",
        "夏侯",
        "诸葛",
        "闻人",
        "东方",
        "赫连",
        "皇甫",
        "尉迟",
        "公羊",
        "澹台",
        "公冶",
        "宗政",
        "濮阳",
        "淳于",
        "单于",
        "太叔",
        "申屠",
        "公孙",
        "仲孙",
        "轩辕",
        "令狐",
        "钟离",
        "宇文",
        "长孙",
        "慕容",
        "鲜于",
        "闾丘",
        "司徒",
        "司空",
        "亓官",
        "司寇",
        "子车",
        "颛孙",
        "端木",
        "巫马",
        "公西",
        "漆雕",
        "乐正",
        "壤驷",
        "公良",
        "拓跋",
        "夹谷",
        "宰父",
        "谷梁",
        "段干",
        "百里",
        "东郭",
        "南门",
        "呼延",
        "羊舌",
        "微生",
        "梁丘",
        "左丘",
        "东门",
        "西门",
        "南宫",
        "第五",
    ]
)

# The reading as a surname where it is not the usual one of the character, without tones.
# Common knowledge, such as dictionaries give under 姓; written by us and not yet checked entry by entry against one.
# Where a character is two surnames (乐 yue and le, 覃 qin and tan) it is read in one way, since equal is all we ask.
PINYIN_OF = {
    "单": "shan",
    "曾": "zeng",
    "区": "ou",
    "解": "xie",
    "仇": "qiu",
    "查": "zha",
    "盖": "ge",
    "朴": "piao",
    "任": "ren",
    "乐": "yue",
    "员": "yun",
    "繁": "po",
    "折": "she",
    "黑": "he",
    "秘": "bi",
    "种": "chong",
    "洗": "xian",
    "冼": "xian",
    "翟": "zhai",
    "华": "hua",
    "纪": "ji",
    "宁": "ning",
    "燕": "yan",
    "尹": "yin",
    "缪": "miao",
    "牟": "mu",
    "覃": "qin",
    "那": "na",
    "能": "nai",
    "应": "ying",
    "於": "yu",
    "訾": "zi",
    "晁": "chao",
    "重": "chong",
    "召": "shao",
    "尉迟": "yu chi",
    "万俟": "mo qi",
    "澹台": "tan tai",
    "长孙": "zhang sun",
    "单于": "chan yu",
    "宿": "su",
    "臧": "zang",
    "郗": "xi",
    "乜": "nie",
    "厍": "she",
    "逄": "pang",
    "钭": "tou",
    "昝": "zan",
}

# The same in Cantonese, with the same reservation.
JYUTPING_OF = {
    "单": "sin",
    "曾": "zang",
    "区": "au",
    "解": "haai",
    "仇": "kau",
    "查": "zaa",
    "盖": "goi",
    "朴": "pok",
    "任": "jam",
    "冼": "sin",
    "翟": "zaak",
    "缪": "miu",
    "佘": "se",
    "覃": "cam",
    "乐": "ngok",
    "尉迟": "wat ci",
    "万俟": "mak kei",
    "澹台": "taam toi",
    "长孙": "zoeng syun",
    "单于": "sin jyu",
}


def surname_length(name: str) -> int:
    """How many characters of a Han name are the surname: 2 for 欧阳 and its like, else 1; 0 of an empty name.

    Two characters alone are a surname and one given character, unless they are a double surname: 欧阳 is then all surname.
    """
    if name[:2] in DOUBLE:
        return 2
    return min(1, len(name))
