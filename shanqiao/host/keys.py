"""The two keys of an installation: made once, readable by their owner alone, never printed."""

import base64
import os
import secrets
from pathlib import Path

from shanqiao.host.folders import only_one, var, write_private
from shanqiao.host.kept import data_folder
from shanqiao.host.problems import CannotStart

FIELD_KEY_BYTES = 32


def secret_key() -> str:
    """What signs cookies and links: ``SHANQIAO_SECRET_KEY``, or our own, made on the first start.

    A new one only signs everybody out.
    """
    return os.environ.get("SHANQIAO_SECRET_KEY") or _kept_or_made("secret", 48)


def field_key() -> bytes:
    """What seals personal fields: ``SHANQIAO_FIELD_KEY`` (32 bytes in base64), or our own.

    Raises:
        CannotStart: it is not 32 bytes, or it is gone while the rows it sealed are still there.
    """
    given = os.environ.get("SHANQIAO_FIELD_KEY")
    if not given and not _file("field").exists() and _rows_are_there():
        raise CannotStart(
            f"找不到 {_file('field')}，没有它就打不开已加密的个人信息。"
            "请从备份取回这个文件；如果不要这些数据了，请运行 make fresh。",
            f"{_file('field')} is missing, and sealed personal data does not open without it. "
            "Bring the file back from your backup, or run make fresh to begin with no data.",
        )
    text = given or _kept_or_made("field", FIELD_KEY_BYTES)
    try:
        key = base64.b64decode(text.strip() + "==", altchars=b"-_", validate=False)
    except ValueError:  # not base64 at all
        key = b""
    if len(key) != FIELD_KEY_BYTES:
        raise CannotStart(
            "SHANQIAO_FIELD_KEY 应是 32 字节的 base64。可用 openssl rand -base64 32 生成。",
            "SHANQIAO_FIELD_KEY must be 32 bytes in base64; openssl rand -base64 32 makes one.",
        )
    return key


def _kept_or_made(name: str, length: int) -> str:
    path = _file(name)
    if not path.exists():
        with only_one(var() / "keys.lock"):
            if not path.exists():
                write_private(path, secrets.token_urlsafe(length) + "\n")
    return path.read_text().strip()


def _file(name: str) -> Path:
    return var() / "keys" / name


def _rows_are_there() -> bool:
    folder = data_folder()
    return folder is not None and folder.exists()
