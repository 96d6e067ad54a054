"""The file an organisation is handed once, with which its tokens are made and its questions asked."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from shanqiao.engines.linkage.tokens import KEY_BYTES

from ._words import CannotUseFile

_VERSION = "purpose key 1"


class CannotReadKey(CannotUseFile):
    """It is no key file, or one of another version."""


@dataclass(frozen=True)
class KeyFile:
    """What stands in a key file.

    Args:
        key: the number of the key at the city.
        token_key: 32 bytes; never sent.
        secret: sent with each question.
    """

    key: int
    purpose: str
    organisation: str
    expires_at: str
    token_key: bytes = field(repr=False)
    secret: str = field(repr=False)


def key_file_text(kept: KeyFile) -> str:
    """The file, as JSON."""
    return (
        json.dumps(
            {
                "shanqiao": _VERSION,
                "key": kept.key,
                "purpose": kept.purpose,
                "organisation": kept.organisation,
                "expires_at": kept.expires_at,
                "token_key": kept.token_key.hex(),
                "secret": kept.secret,
            },
            ensure_ascii=False,
            indent=1,
        )
        + "\n"
    )


def read_key_file(path: Path) -> KeyFile:
    """A key file read again.

    Raises:
        CannotReadKey: with what to do, and nothing of what stands in it.
    """
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        if said["shanqiao"] != _VERSION:
            raise ValueError
        token_key = bytes.fromhex(said["token_key"])
        if len(token_key) != KEY_BYTES:
            raise ValueError
        return KeyFile(
            key=int(said["key"]),
            purpose=str(said["purpose"]),
            organisation=str(said["organisation"]),
            expires_at=str(said["expires_at"]),
            token_key=token_key,
            secret=str(said["secret"]),
        )
    except FileNotFoundError as missing:
        raise CannotReadKey(
            f"没有找到密钥文件 {path}。", f"The key file {path} is not there."
        ) from missing
    except (ValueError, KeyError, TypeError, OSError) as nonsense:
        raise CannotReadKey(
            f"{path} 不是善桥发给机构的密钥文件，请用监督端下载的那一个。",
            f"{path} is no key file of shanqiao; use the one that was handed to your organisation.",
        ) from nonsense
