"""One registration, read while somebody types, is what it would be in a register."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given

from shanqiao.engines.linkage import (
    KEY_KINDS,
    all_key_texts,
    as_frame,
    compare,
    from_bytes,
    key_texts,
    make_keys,
    normalise,
    prepare,
    prepare_one,
    read_model,
    read_one,
    score,
    to_bytes,
    weigh_few,
)
from shanqiao.engines.linkage._hashes import NOTHING
from tests.engines.linkage.registers import patient, registers


def one_by_one(register):
    """Each row of a register read alone, in the order of rid."""
    return [read_one(row) for row in register.sort("rid").to_dicts()]


@patient
@given(registers())
def test_each_row_is_read_as_the_whole_register_reads_it(register):
    assert as_frame(one_by_one(register)).drop("rid").equals(normalise(register).drop("rid"))


@patient
@given(registers())
def test_rows_meet_by_the_same_keys_as_texts_and_as_numbers(register):
    keys = make_keys(normalise(register))
    as_texts = [{key.kind: key for key in key_texts(row)} for row in one_by_one(register)]
    for kind in range(len(KEY_KINDS)):
        for one in range(register.height):
            for other in range(register.height):
                assert same_text(as_texts, one, other, kind, "broad") == same_number(
                    keys.broad[:, kind], one, other
                )
                assert same_text(as_texts, one, other, kind, "narrow") == same_number(
                    keys.narrow[:, kind], one, other
                )


@patient
@given(registers())
def test_a_register_has_the_keys_its_rows_have(register):
    normal = normalise(register)
    told = sorted(all_key_texts(normal).rows())
    rows = zip(sorted(register["rid"].to_list()), one_by_one(register), strict=True)
    alone = [(rid, text) for rid, row in rows for key in key_texts(row) for text in key[1:] if text]
    assert told == sorted(alone)


def same_text(as_texts, one, other, kind, which):
    a, b = (getattr(as_texts[row].get(kind), which, None) for row in (one, other))
    return a is not None and a == b


def same_number(column, one, other):
    return bool(column[one] != NOTHING and column[one] == column[other])


@patient
@given(registers())
def test_each_row_compares_alone_as_it_does_in_its_register(register):
    whole = prepare(normalise(register))
    kept = [piece for row in one_by_one(register) for piece in to_bytes(prepare_one(row, {}))]
    again = from_bytes(kept)
    for field in fields(whole):
        told, read = getattr(whole, field.name), getattr(again, field.name)
        if field.name == "share":
            continue  # says how common a value is in a register, which one row cannot know
        for name in told if isinstance(told, dict) else [None]:
            assert np.array_equal(told[name] if name else told, read[name] if name else read), name


def test_how_common_a_value_is_comes_along():
    rows = [
        read_one({"name": "陈伟强", "dob": "1958-03-12"}),
        read_one({"name": "陳偉強", "dob": "1958-03-12"}),
    ]
    one, other = (prepare_one(row, {"name": 0.001, "birth": 0.5, "phone": 0.1}) for row in rows)
    told = compare(one, [0], other, [0])
    assert told["share_name"].to_list() == pytest.approx([0.001])
    assert told["share_birth"].to_list() == pytest.approx([0.5])
    assert told["share_phone"].to_list() == [None]  # none of the two has one


def test_kept_bytes_open_in_their_order():
    names = ["陈伟强", "李秀英", "阿依古丽·买买提"]
    kept = [to_bytes(prepare_one(read_one({"name": name}), {}))[0] for name in names]
    assert len(set(map(len, kept))) == 1
    assert from_bytes(reversed(kept)).hashes["name"].tolist() == [
        prepare_one(read_one({"name": name}), {}).hashes["name"][0] for name in reversed(names)
    ]
    assert len(from_bytes([]).kind) == 0


@pytest.mark.thorough
@patient
@given(registers())
def test_one_beside_a_few_weighs_what_the_pairs_of_a_register_weigh(register):
    whole, model = prepare(normalise(register)), read_model()
    size = len(whole.kind)
    if not size:
        return
    told = score(compare(whole, [0] * size, whole, range(size)), model, rows=500)
    first = from_bytes(to_bytes(whole)[:1])
    for beside, row in zip(weigh_few(first, whole, model, rows=500), told.to_dicts(), strict=True):
        assert beside.probability == row["probability"]
        assert beside.weights == {
            f.removeprefix("weight_"): v for f, v in row.items() if "weight_" in f
        }
