"""Plain counts and shares as people write them."""

from django import template

register = template.Library()


@register.filter
def thousands(count):
    """1234567 is 1,234,567, in both languages."""
    return "–" if count is None or count == "" else f"{int(count):,}"


@register.filter
def whole_percent(share):
    """0.4567 is 46%."""
    return "–" if share is None or share == "" else f"{float(share) * 100:.0f}%"
