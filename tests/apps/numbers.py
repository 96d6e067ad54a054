"""Identity numbers that are right and belong to nobody we know."""

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def a_number(born="19580305", serial="123", area="440103"):
    """An invented number of a man."""
    body = f"{area}{born}{serial}"
    return body + "10X98765432"[sum(int(a) * b for a, b in zip(body, WEIGHTS, strict=True)) % 11]
