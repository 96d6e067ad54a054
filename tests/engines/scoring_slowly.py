"""The slow way to a score that anybody can check by reading: try every answer to what was not answered."""

from fractions import Fraction
from itertools import product


def possible_answers(item):
    """Every answer an item allows; of a number, every whole one within its bounds."""
    match item.kind:
        case "choice":
            return [option.code for option in item.options]
        case "yesno":
            return [True, False]
        case "number":
            return list(range(item.least, item.most + 1))
        case _:
            codes = [option.code for option in item.options]
            chosen = product([False, True], repeat=len(codes))
            return [[c for c, yes in zip(codes, some, strict=True) if yes] for some in chosen]


def completions(instrument, answers):
    """All ways in which the missing answers may be filled in."""
    open_items = [item for item in instrument.items if item.code not in answers]
    for some in product(*(possible_answers(item) for item in open_items)):
        codes = (item.code for item in open_items)
        yield dict(answers) | dict(zip(codes, some, strict=True))


def points(item, answer):
    if item.kind == "number":
        return Fraction(answer)
    if item.kind == "yesno":
        answer = "yes" if answer else "no"
    chosen = [answer] if isinstance(answer, str) else answer
    return Fraction(sum(option.points for option in item.options if option.code in chosen))


def scale_of(instrument, scale, answers):
    """A scale of answers of which none is missing."""
    of = {item.code: points(item, answers[item.code]) for item in instrument.items}
    parts = [of[code] * weight for code, weight in zip(scale.items, scale.weights, strict=True)]
    below = max(Fraction(1), sum(of[code] for code in scale.by)) if scale.by else 1
    found = {
        "sum": lambda: sum(parts),
        "most": lambda: max(parts),
        "ratio": lambda: 100 * sum(parts) / below,
        "per_head": lambda: sum(parts) / below,
    }[scale.how]()
    found += scale.base
    found = found if scale.least is None else max(found, scale.least)
    return found if scale.most is None else min(found, scale.most)


def band_of(scale, number):
    """The last band that begins at or below a number; the first for what is below all."""
    begun = [band for band in scale.bands if band.least <= number]
    return begun[-1] if begun else scale.bands[0]
