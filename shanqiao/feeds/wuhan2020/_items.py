"""The goods of the tables under one name each."""

from __future__ import annotations

# what institutions asked for: the 23 lines of the volunteers' form
ASKED: dict[str, str] = {
    "普通医用口罩": "mask_disposable",
    "医用外科口罩": "mask_surgical",
    "医用防护口罩 | N95口罩": "mask_n95",
    "防冲击眼罩/护目镜/防护眼镜": "goggles",
    "防护面罩": "face_shield",
    "防护帽/医用帽/圆帽": "cap",
    "隔离衣": "isolation_gown",
    "防护服": "protective_suit",
    "手术衣": "surgical_gown",
    "乳胶手套": "latex_gloves",
    "长筒胶鞋/防污染靴": "rubber_boots",
    "防污染鞋套": "shoe_covers",
    "防污染靴套": "boot_covers",
    "84消毒液": "bleach_84",
    "过氧乙酸": "peracetic_acid",
    "75%酒精": "alcohol_75",
    "手部皮肤消毒液": "hand_sanitiser",
    "活力碘": "iodophor",
    "床罩": "bed_cover",
    "医用面罩式雾化器": "nebuliser",
    "测体温设备": "thermometer",
    "空气消毒设备": "air_steriliser",
    "医用紫外线消毒车": "uv_trolley",
}

# what factories said they make, in their own words
MADE: dict[str, str] = {
    "一次性医用口罩": "mask_disposable",
    "医用口罩": "mask_disposable",  # no grade given: the plainest it can be
    "N95": "mask_n95",
    "防护服": "protective_suit",
    "红外成像测温仪": "thermometer",
    "核酸检测试剂盒": "test_kit",  # nobody's form had a line for test kits or PCR machines
    "PCR检测产品": "test_kit",
    "实时荧光定量PCR仪": "pcr_machine",
    "实时荧光定量PCR系统": "pcr_machine",
}

# the columns of factory.csv that hold lists of {specification, value}
FACTORY_COLUMNS = (
    "口罩类产能",
    "头部防护类产能",
    "身体防护类产能",
    "手部防护类产能",
    "腿部防护类产能",
    "消毒药品类产能",
    "检测产品类产能",
    "医疗器材类产能",
    "其他物资产能",
)
