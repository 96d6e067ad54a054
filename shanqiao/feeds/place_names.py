"""Names of Guangzhou's places in Latin letters, as signs in the city write them."""

from pypinyin import lazy_pinyin

# What a place is called there, where the common reading of the character is another one.
_READ_HERE = {
    "番": "pan",
    "涌": "chong",
    "佛": "fo",
    "陂": "bei",
    "圩": "xu",
    "咀": "zui",
    "曾": "zeng",
    "长": "chang",
    "朝": "chao",
    "都": "du",
    "乐": "le",
    "翟": "zhai",
}
_READ_IN = {
    "十三行": {"行": "hang"},
    "棠厦": {"厦": "xia"},
    "石厦": {"厦": "xia"},
    "厦教": {"厦": "xia"},
}

# The ends of names, longest first; the list itself writes some of them with a slip of the pen.
_RESIDENTS = (
    "社区居委委员会",
    "社区居民居委会",
    "社区居民委员会",
    "社区居居委会",
    "社区居委会会",
    "社区居委会",
    "社区委员会",
    "居民委员会",
    "居委会会",
    "居委会",
)
_VILLAGERS = ("村民委员会", "村委会")
_WHOLE = {
    "黄龙带水库": "Huanglongdai Reservoir",
    "大岭山林场": "Dalingshan Forest Farm",
    "海傍农场生活区": "Haibang Farm Quarters",
    "围垦公司生活区": "Reclamation Company Quarters",
    "圭沙岛生活区": "Guisha Island Quarters",
    "民生农场生活区": "Minsheng Farm Quarters",
    "七三农场生活区": "Qisan Farm Quarters",
    "黄龙带水库虚拟生活区": "Huanglongdai Reservoir Quarters",
    "大岭山林场虚拟生活区": "Dalingshan Forest Farm Quarters",
}


def district_in_english(name):
    """``番禺区`` is Panyu District."""
    return f"{in_letters(name.removesuffix('区'))} District"


def street_in_english(name):
    """``沙面街道`` is Shamian Subdistrict, ``石楼镇`` Shilou Town."""
    if name in _WHOLE:
        return _WHOLE[name]
    if name.endswith("镇"):
        return f"{in_letters(name[:-1])} Town"
    return f"{in_letters(name.removesuffix('街道'))} Subdistrict"


def committee_in_english(name):
    """``翠洲社区居民委员会`` is Cuizhou Residents' Committee."""
    if name in _WHOLE:
        return _WHOLE[name]
    for ends, kind in ((_RESIDENTS, "Residents"), (_VILLAGERS, "Villagers")):
        end = next((end for end in ends if name.endswith(end)), None)
        if end:
            return f"{in_letters(name[: -len(end)])} {kind}' Committee"
    raise ValueError(f"{name} is called neither a residents' nor a villagers' committee")


def in_letters(name):
    """One word in pinyin, read as in Guangzhou: ``车陂`` is Chebei, ``永安`` Yong'an."""
    here = dict(_READ_HERE)
    for place, readings in _READ_IN.items():
        if place in name:
            here |= readings
    heard = [
        here.get(character, syllable)
        for character, syllable in zip(name, lazy_pinyin(name, v_to_u=True), strict=True)
    ]
    # Pinyin sets an apostrophe where a syllable that begins with a vowel could be read with the one before.
    return "".join(
        f"'{syllable}" if n and syllable[0] in "aoe" else syllable
        for n, syllable in enumerate(heard)
    ).capitalize()
