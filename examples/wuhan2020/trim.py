"""Make data/ from a full copy of the tables: only the columns that are read, no free text.

python examples/wuhan2020/trim.py ../shared/data/wuhan2020_mit examples/wuhan2020/data
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

# Remarks, contacts, links and summaries stay out: their masking is not proven complete.
KEPT = {
    "hospitals.csv": ["id", "city", "区县", "医院名称", "医院地址"],
    "needs.csv": ["hospital_id", "item", "requested"],
    "factory.csv": [
        "省",
        "市",
        "厂商名称",
        "口罩类产能",
        "头部防护类产能",
        "身体防护类产能",
        "手部防护类产能",
        "腿部防护类产能",
        "消毒药品类产能",
        "检测产品类产能",
        "医疗器材类产能",
        "其他物资产能",
    ],
    "enterprise_donation.csv": ["企业名称", "捐款金额（万元）"],
    "donation_channels.csv": ["受赠组织"],
}


def trim(full: Path, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for name, columns in KEPT.items():
        with (
            (full / name).open(encoding="utf-8-sig", newline="") as source,
            (out / name).open("w", encoding="utf-8", newline="") as copy,
        ):
            writer = csv.writer(copy, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows([row[column] for column in columns] for row in csv.DictReader(source))


if __name__ == "__main__":
    trim(Path(sys.argv[1]), Path(sys.argv[2]))
