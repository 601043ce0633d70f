"""What our templates may call: ``{% load gyoryu %}``. Described with examples in docs/design-system.md."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import template
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info

from gyoryu.web import icons, maps, navigation, states

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    return icons.icon(name, label, size)


@register.simple_tag
def state_badge(thing: Any, label: str = "", field: str = "state") -> SafeString:
    """``{% state_badge mission %}`` shows its state; ``{% state_badge "draft" _("Draft") %}`` shows a word."""
    state = thing if isinstance(thing, str) else getattr(thing, field)
    if not label:
        words = getattr(thing, f"get_{field}_display", None)
        label = words() if words else getattr(thing, "label", str(state).replace("_", " "))
    tone, shape = states.look(str(getattr(state, "value", state)))
    return format_html('<span class="badge badge--{}">{}{}</span>', tone, icons.icon(shape), label)


@register.simple_tag
def lang_name(name: Any, lang: str = "") -> SafeString | str:
    """A name with the language it is in, so that it is read aloud, broken and typeset rightly. ``name`` is a text or a
    row with ``text`` and ``lang`` (or ``language``)."""
    if isinstance(name, dict):
        text, lang = name.get("text", ""), lang or name.get("lang") or name.get("language") or ""
    elif isinstance(name, str):
        text = name
    else:
        text = getattr(name, "text", str(name))
        lang = lang or getattr(name, "lang", "") or getattr(name, "language", "")
    return format_html('<span lang="{}">{}</span>', lang, text) if lang else text


@register.simple_tag
def bar(value: float, most: float = 100, label: str = "", tone: str = "accent") -> SafeString:
    """One bar. The figure must stand beside it as text; the drawing is for the eye only, unless it has a ``label``."""
    share = max(0.0, min(1.0, float(value) / float(most))) if most else 0.0
    meaning = format_html('role="img" aria-label="{}"', label) if label else format_html('aria-hidden="{}"', "true")
    return format_html(
        '<svg class="bar bar--{}" viewBox="0 0 100 8" preserveAspectRatio="none" {} focusable="false">'
        '<rect class="bar__track" width="100" height="8" rx="1"/>'
        '<rect class="bar__fill" width="{}" height="8" rx="1"/></svg>',
        tone,
        meaning,
        f"{share * 100:.1f}",
    )


@register.simple_tag
def item(**values: Any) -> dict[str, Any]:
    """``{% item label=_("All") url="?" current=True as all %}``: one entry for a component that takes a list."""
    return values


@register.simple_tag
def items(*entries: Any) -> list[Any]:
    """``{% items all open closed as tabs %}``; empty entries are left out."""
    return [entry for entry in entries if entry]


@register.simple_tag
def trail(*parts: Any) -> list[dict[str, Any]]:
    """``{% trail _("Desk") desk_url record.name as crumbs %}``: label, address, ... and the page itself last."""
    crumbs = [{"label": label, "url": url} for label, url in zip(parts[::2], parts[1::2], strict=False)]
    return [*crumbs, {"label": parts[-1], "url": ""}] if len(parts) % 2 else crumbs


@register.simple_tag(takes_context=True)
def has_role(context: template.Context, *roles: str) -> bool:
    viewer = getattr(context.get("request"), "viewer", None)
    return bool(viewer and viewer.is_authenticated and viewer.has_role(*roles))


@register.simple_tag(takes_context=True)
def menu(context: template.Context, name: str) -> list[dict[str, Any]]:
    request = context.get("request")
    return navigation.menu(name, getattr(request, "viewer", None), getattr(request, "path", ""))


@register.simple_tag
def languages(*codes: str) -> list[dict[str, Any]]:
    """The languages of a page, each by its own name."""
    return [{"code": code, "name": get_language_info(code)["name_local"]} for code in codes]


@register.filter
def when(value: Any) -> Any:
    """A day or a moment, in the reader's language, marked up as time. Texts pass through."""
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        shown = formats.date_format(local, "DATETIME_FORMAT")
        return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), shown)
    if isinstance(value, date):
        return format_html(
            '<time datetime="{}">{}</time>', value.isoformat(), formats.date_format(value, "DATE_FORMAT")
        )
    return value


@register.filter
def day(value: Any) -> Any:
    """Only the day of a moment."""
    if isinstance(value, datetime):
        value = (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return when(value)


@register.simple_tag
def pages_of(page: Any) -> list[int]:
    """The page numbers to show; 0 stands for a gap."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else 0 for number in numbers]


@register.filter
def beside(row: Any, head: Any) -> list[tuple[Any, Any]]:
    """Each cell of a row with its column."""
    return list(zip(row, head, strict=False))


@register.filter
def is_mapping(value: Any) -> bool:
    return isinstance(value, dict)


@register.filter
def widget_kind(bound_field: Any) -> str:
    """Which shape ``components/field.html`` gives a field: text, textarea, select, checkbox, choices, file or parts."""
    widget = bound_field.field.widget
    kind = getattr(widget, "input_type", "") or ""
    if kind in ("checkbox", "radio"):
        return "choices" if hasattr(widget, "option_template_name") else "checkbox"
    if kind == "select":
        return "select"
    if kind == "file":
        return "file"
    if widget.__class__.__name__ == "Textarea":
        return "textarea"
    return "parts" if widget.use_fieldset else "text"


@register.simple_tag
def locator_map(lat: Any, lon: Any, country: str, label: str = "", others: Iterable[Any] = ()) -> SafeString | str:
    return maps.locator_map(lat, lon, country, label=label, others=list(others or ()))


@register.simple_tag
def results_map(points: Iterable[Any], country: str = "") -> SafeString | str:
    return maps.results_map(list(points or ()), country=country)
