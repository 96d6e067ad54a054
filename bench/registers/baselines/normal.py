"""Simple normalising, as any careful programmer would do it in an afternoon."""

import unicodedata

import polars as pl

from ..numbers import with_check_digit
from ..tables import spelled

_DATE = r"^(\d{4})\D?(\d{1,2})\D?(\d{1,2})\D?$"


def normalised(rows):
    """The same registrations with name, id_no, dob and phone in one form; empty what is none.

    Names: NFKC, simplified, without blanks, dots and brackets. Numbers: 18 places with a right check digit. Dates:
    ISO, whole and after 1900. Telephones: digits alone, no country.
    """
    plain = _simplified()
    names = rows["name"].map_elements(
        lambda text: unicodedata.normalize("NFKC", text), return_dtype=pl.String
    )
    names = names.str.replace_all(r"\(.*?\)", "").str.replace_all(r"[\s·.・•,，*-]", "")
    names = names.str.to_uppercase().str.replace_many(plain)
    phones = rows["phone"].str.replace_all(r"\D", "").str.replace("^(00)?86", "")
    return rows.with_columns(
        names.alias("name"), _ids(rows["id_no"]), _dates(rows["dob"]), phones.alias("phone")
    )


def _ids(numbers):
    number = numbers.str.to_uppercase().str.replace_all(r"[^\dX]", "")
    short = number.str.contains(r"^\d{15}$")
    body = pl.select(
        pl.when(short)
        .then(number.str.slice(0, 6) + "19" + number.str.slice(6))
        .otherwise(number.str.slice(0, 17))
    ).to_series()
    whole = body.str.contains(r"^[1-8]\d{5}(18|19|20)\d{9}$")
    right = with_check_digit(
        pl.select(pl.when(whole).then(body).otherwise(pl.lit("1" * 17))).to_series()
    )
    good = whole & (short | (right == number))
    return pl.select(pl.when(good).then(right).otherwise(pl.lit(""))).to_series().alias("id_no")


def _dates(texts):
    parts = texts.str.extract_groups(_DATE).struct.unnest()
    iso = parts.select(
        pl.concat_str(
            pl.col("1"), pl.col("2").str.zfill(2), pl.col("3").str.zfill(2), separator="-"
        )
    ).to_series()
    real = iso.str.to_date("%Y-%m-%d", strict=False)
    good = real.dt.year() > 1900
    return pl.select(
        pl.when(good).then(real.dt.to_string("%Y-%m-%d")).otherwise(pl.lit("")).alias("dob")
    ).to_series()


def _simplified():
    given, surnames = spelled("traditional")
    both = {
        old: new for new, old in (*given.items(), *surnames.items()) if len(new) == len(old) == 1
    }
    return {old: new for old, new in both.items() if old != new}
