"""What the database refuses, said in words people can read."""


def in_words(refusal, *models):
    """What the limit that was passed says to people; any other refusal stays what it is.

    Args:
        refusal: the IntegrityError.
        models: whose constraints may speak.
    """
    name = getattr(getattr(refusal.__cause__, "diag", None), "constraint_name", None)
    for model in models:
        for limit in model._meta.constraints:
            if limit.name == name:
                return str(limit.violation_error_message)
    raise refusal
