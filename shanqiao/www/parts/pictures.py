"""What a chart is drawn from, as a script of data that runs nothing."""

import json

from django.utils.safestring import mark_safe

_ESCAPED = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def as_script(data):
    """The element that charts are mounted from; nothing in it can end the script early."""
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPED)
    return mark_safe(f'<script type="application/json" data-chart>{text}</script>')  # noqa: S308  (escaped above)
