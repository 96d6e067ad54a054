"""What pages are put together from: icons, fields, addresses that keep what they hold."""

from uuid import uuid4

from django import forms, template
from django.templatetags.static import static
from django.utils.html import format_html

from shanqiao.feeds.letters import form_of

from .papers import language_of_letters

register = template.Library()

_WIDGETS = {  # the class each kind of input gets
    "select": "form-select",
    "selectmultiple": "form-select",
    "nullbooleanselect": "form-select",
    "checkbox": "form-check-input",
    "radioselect": "form-check-input",
    "checkboxselectmultiple": "form-check-input",
}


@register.simple_tag
def icon(name, label=""):
    """A small picture from the sprite; with a label it is read aloud, otherwise it is decoration."""
    where = f"{static('dist/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, where
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', where)


@register.simple_tag
def letter_form(kind):
    """Whose form the letters of a kind have, and which version."""
    return form_of(kind, language=language_of_letters())


@register.simple_tag
def new_key():
    """The key of this page, by which what is sent from it is known again."""
    return uuid4()


@register.inclusion_tag("parts/field.html")
def field(bound, unit="", small=False):
    """One question of a form: label, input, why it is asked, what is wrong with the answer."""
    widget = bound.field.widget
    kind = widget.__class__.__name__.lower()
    kind = "checkbox" if isinstance(widget, forms.CheckboxInput) else kind
    grouped = isinstance(widget, forms.RadioSelect)  # several inputs under one question
    classes = _WIDGETS.get(kind, "form-control")
    if bound.errors:
        classes += " is-invalid"
    return {
        "field": bound,
        "input": "" if grouped else bound.as_widget(attrs=_attributes(bound, classes)),
        "classes": classes,
        "grouped": grouped,
        "checkbox": kind == "checkbox",
        "unit": unit,
        "small": small,
        "help_id": f"{bound.auto_id}_helptext",
        "error_id": f"{bound.auto_id}_error",
    }


@register.inclusion_tag("parts/fields.html")
def fields(form):
    """All questions of a form, with what is wrong with the whole above them."""
    return {"form": form}


def _attributes(bound, classes):
    """The class of the input; and the first wrong answer is where one goes on typing."""
    own = bound.field.widget.attrs.get("class", "")
    attributes = {"class": " ".join(filter(None, [own, classes]))}
    if bound.errors and next(iter(bound.form.errors)) == bound.name:
        attributes["autofocus"] = True
    return attributes
