"""The portal's own tags and filters, built into every template: chips, criteria, bars, Vietnamese numbers and dates."""

import json
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from uuid import uuid4

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from heroicons.templatetags.heroicons import heroicon_outline

from accounts import draft_keys
from accounts.chips import CRITERIA, Chip, due_chip, icon_for, state_chip_of
from accounts.verbs import acting_label_of, label_of

register = template.Library()


@lru_cache(maxsize=256)
def _drawing(name: str, css_class: str) -> SafeString:
    return heroicon_outline(name, size=None, **{"class": css_class})


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon beside words, as high as the text: {% icon "check" %}."""
    return _drawing(str(name), "rl-i")


def _chip(chip: Chip) -> SafeString:
    return format_html(
        '<span class="rl-chip is-{}">{}{}</span>', chip.tone, _drawing(chip.icon, "rl-chip-i"), chip.text
    )


@register.simple_tag
def chip(tone: str, icon_name: str, text: object) -> SafeString:
    """A state in word, colour and icon; an empty icon name takes the tone's own: {% chip "wait" "" "Chờ duyệt" %}."""
    return _chip(Chip(tone, str(icon_name) or icon_for(tone), str(text)))


@register.simple_tag
def state_chip(kind: str, state: str) -> SafeString:
    """The one chip of a document's state: {% state_chip "pledge" pledge.state %}."""
    return _chip(state_chip_of(kind, state))


@register.simple_tag
def due(day: date | None) -> SafeString | str:
    """How long until a deadline; nothing when there is none: {% due period.pledge_due_on %}."""
    return _chip(due_chip(day, timezone.localdate())) if day else ""


@register.simple_tag
def crit(code: str) -> SafeString:
    """The tag of a criterion in its own colour and icon: {% crit "GM" %}."""
    shape, name = CRITERIA[str(code).upper()]
    return format_html(
        '<span class="rl-crit-tag is-{}">{}{}</span>', str(code).lower(), _drawing(shape, "rl-crit-i"), name
    )


@register.simple_tag
def bar(value: object, maximum: object, label: str, code: str = "") -> SafeString:
    """A bar of progress, read aloud by its label: {% bar done total "Gương mẫu: nội dung đã hoàn thành" "GM" %}."""
    whole = maximum or 1
    return format_html(
        '<progress class="rl-bar{}" value="{}" max="{}" aria-label="{}">{}/{}</progress>',
        f" is-{str(code).lower()}" if code else "",
        _plain(value),
        _plain(whole),
        label,
        vn_number(value),
        vn_number(maximum),
    )


def _plain(number: object) -> str:
    """A number as HTML attributes want it: a full stop and no grouping."""
    return format(Decimal(str(number or 0)).normalize(), "f")


@register.filter
def vn_number(value: object, places: int | None = None) -> str:
    """1234.5 as 1.234,5; trailing zeros go unless a number of places is asked for."""
    if value is None or value == "":
        return ""
    number = Decimal(str(value))
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-int(places)), rounding=ROUND_HALF_UP)
    text = f"{number:,f}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


@register.filter
def vn_percent(value: object) -> str:
    """A share of 1 as 96,5%; an unknown share stays empty."""
    if value is None or value == "":
        return ""
    return f"{vn_number(Decimal(str(value)) * 100, 1)}%"


@register.filter
def vn_date(value: date | None) -> str:
    """17/05/2022."""
    if value is None or value == "":
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
    return value.strftime("%d/%m/%Y")


@register.filter
def vn_day(value: date | None) -> str:
    """17/05 within this year, else with the year."""
    text = vn_date(value)
    return text.removesuffix(f"/{timezone.localdate().year}")


@register.filter
def vn_datetime(value: datetime | None) -> str:
    """17/05/2022, 18:30 by the clock of the province."""
    if not value:
        return ""
    return timezone.localtime(value).strftime("%d/%m/%Y, %H:%M")


WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


@register.filter
def vn_weekday(value: date) -> str:
    return WEEKDAYS[value.weekday()]


@register.filter
def vn_size(value: int) -> str:
    """2202009 as 2,1 MB."""
    return f"{vn_number(Decimal(value) / 1024 / 1024, 1)} MB" if value >= 1024 * 1024 else f"{max(value // 1024, 1)} KB"


@register.filter
def initials(full_name: str) -> str:
    """The two letters in the round beside a name: middle and given name, as people are called."""
    return "".join(word[0] for word in full_name.split()[-2:]).upper()


@register.simple_tag
def submit_key() -> SafeString:
    """Marks one showing of a form, so that sending it twice does the thing once."""
    return format_html('<input type="hidden" name="submit_key" value="{}">', uuid4())


@register.filter
def elided(page: object) -> list[int | str]:
    """The numbers to offer under a list: 1 2 … 9 10."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.inclusion_tag("_pages.html", takes_context=True)
def pages(context: Context, page: object) -> dict[str, object]:
    """Links to the other pages of a list; filters in the address stay: {% pages page %}."""
    return {"page": page, "request": context["request"]}


@register.filter
def days_until(day: date) -> int:
    return (day - timezone.localdate()) // timedelta(days=1)


@register.filter
def verb_label(verb: str) -> str:
    """An event of the audit trail in words."""
    return label_of(verb)


@register.filter
def json_text(value: object) -> str:
    """Data for a script, as the value of an attribute; escaped there like any text."""
    return json.dumps(value, cls=DjangoJSONEncoder)


@register.filter
def acting_label(role: str) -> str:
    """In what capacity somebody acted, in words."""
    return acting_label_of(role)


@register.simple_tag(takes_context=True)
def draft_key(context: Context) -> str:
    """The key under which the browser of the signed-in person keeps what is typed and not sent."""
    return draft_keys.key_for(context["user"])
