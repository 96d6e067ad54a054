"""What the database refuses, said in words people can read."""


def refuse(limit):
    """What a trigger does where a limit is passed, as PL/pgSQL; `in_words` finds the words of that limit.

    Args:
        limit: the name of a constraint that has words.
    """
    return f"RAISE EXCEPTION 'refused' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = '{limit}';"


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
