from datetime import date

from django import template

register = template.Library()


@register.filter
def iso_date(text: str | None) -> date | None:
    """A date kept as text in the lines of an import."""
    return date.fromisoformat(text) if text else None
