"""What `shanqiao ask` does: send tokens part by part, and write what was answered."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections import Counter
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rich.progress import track

from shanqiao.cli.options import Lang
from shanqiao.cli.speaking import err, language_of, out, refuse
from shanqiao.engines.linkage.tokens import MISSING, TOKEN_KINDS, TokenValues
from shanqiao.feeds.plan_files import Language, Words
from shanqiao.feeds.token_files import (
    ANSWER_WORDS,
    CannotUseFile,
    KeyFile,
    TokenFile,
    read_key_file,
    read_tokens,
    write_answers,
)

ROWS = 500  # in one question
_PATIENCE, _TRIES, _PAUSE = 120, 3, 1.0  # seconds, times, seconds
_AT_HOME = ("127.0.0.1", "localhost", "::1")


class CannotAskCity(Exception):
    """The city refused, or was not reached; ``words`` says what to do."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


def ask_city(
    tokens_file: Path, key_file: Path, server: str, out_file: Path, *, lang: Lang | None
) -> None:
    """Ask about all rows; ends with 1 where the city refused, after writing what was answered before."""
    language = language_of(lang)
    try:
        key, tokens = read_key_file(key_file), read_tokens(tokens_file)
        _must_fit(tokens, key)
        address = _address(server)
    except CannotUseFile as refusal:
        refuse(refusal.words, language)
    answered, stopped = _answers(tokens, key, address, language)
    rows = write_answers(out_file, answered, language)
    _tell(answered, rows, out_file, language)
    if stopped:
        refuse(stopped, language)


def _answers(
    tokens: TokenFile, key: KeyFile, address: str, language: Language
) -> tuple[list[dict[str, Any]], Words | None]:
    """What was answered, and why no more was."""
    answered: list[dict[str, Any]] = []
    parts = tokens.batches(ROWS)
    label = Words("询问", "Asking").say(language)
    for batch, numbers, values in track(
        parts, label, console=err, disable=not err.is_terminal, transient=True
    ):
        body = {
            "batch": str(batch),
            "kinds": [kind.name for kind in TOKEN_KINDS],
            "rows": [list(pair) for pair in zip(numbers, _texts(values), strict=True)],
        }
        try:
            answered.append(_sent(address, json.dumps(body).encode(), key.secret, language))
        except CannotAskCity as refusal:
            return answered, refusal.words
    return answered, None


def _texts(values: TokenValues) -> list[list[str]]:
    return [
        ["" if token == MISSING else token.to_bytes(8, "big", signed=True).hex() for token in row]
        for row in values.tolist()
    ]


def _sent(address: str, body: bytes, secret: str, language: Language) -> dict[str, Any]:
    """One part sent and answered; a broken line is tried again, since the same part is counted once."""
    request = urllib.request.Request(  # noqa: S310  (the address was looked at)
        f"{address}/api/inquiries/",
        data=body,
        headers={
            "Authorization": f"Bearer {secret}",
            "Content-Type": "application/json",
            "Accept-Language": "zh-hans" if language == "zh" else "en",
        },
    )
    for attempt in range(1, _TRIES + 1):
        try:
            with _opener().open(request, timeout=_PATIENCE) as answer:
                said: dict[str, Any] = json.load(answer)
                return said
        except urllib.error.HTTPError as refusal:
            raise CannotAskCity(_refused(refusal)) from refusal
        except (OSError, HTTPException, ValueError) as broken:
            if attempt == _TRIES:
                raise CannotAskCity(
                    Words(
                        f"连不上 {address}。请检查网址和网络，再运行同一条命令；已答复的不会重复计数。",
                        f"{address} cannot be reached. Check the address and the network, and run the same command "
                        "again; what was answered is not counted twice.",
                    )
                ) from broken
            time.sleep(_PAUSE * attempt)
    raise AssertionError("a try answers or raises")


class _NoWayRound(urllib.request.HTTPRedirectHandler):
    """Nobody sends the secret elsewhere because a server says so."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(_NoWayRound)


def _refused(refusal: urllib.error.HTTPError) -> Words:
    try:
        says = str(json.load(refusal)["says"])
    except (ValueError, KeyError, TypeError, OSError):
        says = ""
    if not says:
        return Words(
            f"对方答复 {refusal.code}，看来不是善桥；请检查网址。",
            f"The answer was {refusal.code}, which is not shanqiao's; please check the address.",
        )
    return Words(says, says)


def _must_fit(tokens: TokenFile, key: KeyFile) -> None:
    if tokens.key != key.key:
        raise CannotUseFile(
            "这些标记是用另一把密钥做的；请用这把密钥重新运行 shanqiao token。",
            "These tokens were made under another key; please run shanqiao token again with this one.",
        )


def _address(server: str) -> str:
    parts = urlsplit(server)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _AT_HOME):
        return server.rstrip("/")
    raise CannotUseFile(
        f"网址应以 https:// 开头，{server} 不是；密钥不走没有加密的网络。",
        f"The address begins with https://, and {server} does not; a key never goes over an open line.",
    )


def _tell(answered: list[dict[str, Any]], rows: int, out_file: Path, language: Language) -> None:
    counts = Counter(one["answer"] for part in answered for one in part["answers"])
    told = [f"{ANSWER_WORDS[code].say(language)} {counts[code]:,}" for code in ANSWER_WORDS]
    done = Words(
        f"{rows:,} 行已答复，写在 {out_file}：", f"{rows:,} rows were answered, in {out_file}: "
    )
    out.print(done.say(language) + " · ".join(told), markup=False, soft_wrap=True)
