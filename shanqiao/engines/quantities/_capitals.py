"""Money as it is written where nobody may change a figure: 壹仟贰佰叁拾肆元伍角整."""

_FIGURES = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")  # each four figures
_MOST = 10 ** (4 * len(_GROUPS))  # yuan


def in_capitals(fen: int) -> str:
    """Whole fen in Chinese capitals (人民币大写), without the word 人民币 before it.

    Args:
        fen: 0 <= fen < 10**14, a million million yuan.

    Raises:
        ValueError: it is negative or has more places than there are words for.

    Source:
        支付结算办法 (银发〔1997〕393号), 附一 正确填写票据和结算凭证的基本规定: 整 after yuan, none after fen;
        zeros in between are written once. Where the law leaves 零 before 角 to the writer, we write it.
    """
    yuan, rest = divmod(fen, 100)
    if fen < 0 or yuan >= _MOST:
        raise ValueError(f"there are no words for {fen} fen")
    jiao, odd = divmod(rest, 10)
    words = f"{_whole(yuan)}元" if yuan else ""
    if not rest:
        return f"{words or '零元'}整"
    if jiao:
        words += ("零" if yuan and yuan % 10 == 0 else "") + f"{_FIGURES[jiao]}角"
    elif yuan:
        words += "零"
    return words + (f"{_FIGURES[odd]}分" if odd else "整")


def _whole(number: int) -> str:
    """A whole number, group of four by group of four; a gap is one 零, wherever it lies."""
    words, gap = "", False
    for n in reversed(range(len(_GROUPS))):
        group = number // 10 ** (4 * n) % 10_000
        if not group:
            gap = bool(words)
            continue
        words += ("零" if words and (gap or group < 1000) else "") + _group(group) + _GROUPS[n]
        gap = False
    return words


def _group(group: int) -> str:
    words, gap = "", False
    for n in reversed(range(4)):
        figure = group // 10**n % 10
        if figure:
            words += ("零" if gap else "") + _FIGURES[figure] + _PLACES[n]
        gap = not figure and bool(words)
    return words
