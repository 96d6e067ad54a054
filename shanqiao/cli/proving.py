"""What `shanqiao books check-proof` does; it needs a file and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

from shanqiao.cli.options import Lang
from shanqiao.cli.speaking import language_of, out, refuse
from shanqiao.engines.merkle import check_proof
from shanqiao.feeds.plan_files import Words


def check_proof_file(file: Path, *, digest: str | None, lang: Lang | None) -> None:
    """Say whether the proof holds; ends with 1 where it does not."""
    language = language_of(lang)
    try:
        proof = json.loads(file.read_text(encoding="utf-8"))
        holds = check_proof(proof)
    except OSError as why:
        refuse(
            Words(f"读不了 {file}：{why.strerror}。", f"{file} cannot be read: {why.strerror}."),
            language,
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        refuse(
            Words(
                f"{file} 不是一份证明；请用 shanqiao books proof 写出的文件。",
                f"{file} is no proof; it must be a file that shanqiao books proof wrote.",
            ),
            language,
        )
    if not holds:
        refuse(
            Words(
                "不成立：这一行不在这个封存块里，或文件被改动过。",
                "It does not hold: this row is not in this block, or the file was changed.",
            ),
            language,
        )
    if digest is not None and digest.strip().lower() != proof["digest"]:
        refuse(
            Words(
                f"这份证明属于另一个封存块：它的摘要是 {proof['digest']}，不是公布的那个。",
                f"This proof is of another block: its digest is {proof['digest']}, not the published one.",
            ),
            language,
        )
    words = Words(
        f"成立。封存块 {proof['block']} 共 {proof['count']:,} 条分录，第 {proof['place'] + 1:,} 条写的是：",
        f"It holds. Of the {proof['count']:,} postings of block {proof['block']}, number {proof['place'] + 1:,} reads:",
    )
    out.print(words.say(language), markup=False, soft_wrap=True)
    out.print(f"  {proof['row']}", markup=False, soft_wrap=True)
    if digest is None:
        words = Words(
            f"封存块摘要 {proof['digest']}；请与公布的摘要对照，或加 --digest。",
            f"Digest of the block: {proof['digest']}; compare it with the published one, or add --digest.",
        )
        out.print(words.say(language), markup=False, soft_wrap=True)
