def is_bank_card(number: str) -> bool:
    """Is this the number of a payment card: 13 to 19 digits whose check digit fits?

    Source:
        ISO/IEC 7812-1, annex B (the "double-add-double" of Luhn).
    """
    if not number.isascii() or not number.isdigit() or not 13 <= len(number) <= 19:
        return False
    digits = [int(digit) for digit in reversed(number)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
