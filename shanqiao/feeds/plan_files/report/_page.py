"""The summary as one file that opens without a network."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from html import escape
from importlib.resources import files
from string import Template
from typing import TypeGuard

from .._reasons import Language, Words
from ._html import Cell, both, card, table
from ._picture import Note, Picture

_NO_PICTURES = Words(
    "这台机器上还没有绘图程序，所以只有表格；运行 make setup 之后重新做方案，就有图了。",
    "The drawing program has not been built on this machine, so there are tables only; "
    "run make setup and plan again to have the pictures.",
)
_PNG = Words("下载图片 PNG", "Picture as PNG")
_CSV = Words("下载数据 CSV", "Figures as CSV")


def page(
    *,
    heading: Words,
    about: Words,
    cards: Sequence[tuple[Cell, Words]],
    pictures: Sequence[Picture | Note],
    times: str,
    language: Language,
) -> str:
    """HTML with style, script, drawing program and figures inside."""
    program = drawing_program()
    note = "" if program else f'<section class="note"><p>{both(_NO_PICTURES)}</p></section>'
    script = _part("page.js")
    return Template(_part("page.html")).substitute(
        language=language,
        title=escape(heading.say(language)),
        css=_part("page.css"),
        heading=both(heading),
        about=both(about),
        cards="\n".join(card(figure, says) for figure, says in cards),
        sections=note + "\n".join(_section(picture, drawn=bool(program)) for picture in pictures),
        times=times,
        drawings=_json({one.name: one.drawing for one in pictures if _has_a_drawing(one)}),
        scripts=_script(program) + _script(script),
    )


def times_table(timings: Sequence[tuple[Words, float]]) -> str:
    """How long each part took: not part of the plan's content, which is the same every time."""
    head = [Words("步骤", "Step"), Words("秒", "Seconds")]
    rows = [[words, f"{seconds:.2f}"] for words, seconds in timings]
    heading = both(Words("用时", "Time taken"))
    return f'<section id="times"><h2>{heading}</h2>{table(head, rows, texts=1)}</section>'


def drawing_program() -> str:
    """The text of the built ECharts bundle, "" where it has not been built."""
    built = files("shanqiao") / "static" / "dist" / "echarts.js"
    return built.read_text(encoding="utf-8") if built.is_file() else ""


def _has_a_drawing(one: Picture | Note) -> TypeGuard[Picture]:
    return isinstance(one, Picture) and bool(one.drawing)


def _section(picture: Picture | Note, *, drawn: bool) -> str:
    if isinstance(picture, Note):
        title, says = both(picture.title), both(picture.says)
        return f'<section class="note"><h2>{title}</h2><p>{says}</p></section>'
    place = f'<div class="picture" role="img" data-picture="{picture.name}"></div>' if drawn else ""
    place = picture.svg or place
    wide = ' class="wide"' if picture.wide else ""
    png = f'<button type="button" data-save="png">{both(_PNG)}</button>' if drawn else ""
    return (
        f'<section id="{picture.name}"{wide}><h2>{both(picture.title)}</h2>'
        f'<p class="reading">{both(picture.says)}</p><p class="unit">{both(_unit(picture))}</p>'
        f'{place}{_terms(picture)}<p class="source">{both(picture.source)}</p>'
        f'<div class="downloads">{png}'
        f'<button type="button" data-save="csv">{both(_CSV)}</button></div>'
        f"{table(picture.head, picture.rows, texts=picture.texts)}</section>"
    )


def _terms(picture: Picture) -> str:
    if not picture.terms:
        return ""
    each = "".join(f"<dt>{both(name)}</dt><dd>{both(says)}</dd>" for name, says in picture.terms)
    return f"<dl>{each}</dl>"


def _unit(picture: Picture) -> Words:
    return Words(f"单位：{picture.unit.zh}", f"Unit: {picture.unit.en}")


def _json(drawings: dict[str, dict[str, object]]) -> str:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(_spoken(drawings), ensure_ascii=False, sort_keys=True)
    return text.replace("<", "\\u003c")


def _spoken(value: object) -> object:
    match value:
        case Words(zh, en):
            return zh if zh == en else {"zh": zh, "en": en}
        case dict():
            return {key: _spoken(one) for key, one in value.items()}
        case list() | tuple():
            return [_spoken(one) for one in value]
        case _:
            return value


def _script(text: str) -> str:
    return "<script>" + text.replace("</script", "<\\/script") + "</script>\n" if text else ""


@cache
def _part(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
