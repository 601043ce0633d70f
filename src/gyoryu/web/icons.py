"""Our own small set of line icons: 24 x 24, drawn with the current text colour, two units thick."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

ICONS = {
    # signs of state
    "dot": '<circle cx="12" cy="12" r="4" fill="currentColor" stroke="none"/>',
    "circle": '<circle cx="12" cy="12" r="8"/>',
    "half": '<circle cx="12" cy="12" r="8"/><path d="M12 4a8 8 0 0 1 0 16z" fill="currentColor" stroke="none"/>',
    "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "check-circle": '<circle cx="12" cy="12" r="9"/><path d="m8 12.3 2.8 2.8L16 9.8"/>',
    "x": '<path d="m6.5 6.5 11 11m0-11-11 11"/>',
    "x-circle": '<circle cx="12" cy="12" r="9"/><path d="m9 9 6 6m0-6-6 6"/>',
    "alert": '<path d="M12 4 2.8 19.5h18.4z"/><path d="M12 10v4.2m0 2.6v.1"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11.2V16m0-8.4v.1"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5.2l3.4 2"/>',
    "pause": '<circle cx="12" cy="12" r="9"/><path d="M10 9v6m4-6v6"/>',
    "draft": '<circle cx="12" cy="12" r="8" stroke-dasharray="3.2 3"/>',
    "return": '<path d="M9 6 4.5 10.5 9 15"/><path d="M5 10.5h9a5 5 0 0 1 0 10h-3"/>',
    # things
    "school": '<path d="M3 10.5 12 5l9 5.5"/><path d="M5 10v9.5h14V10"/><path d="M10 19.5V14h4v5.5"/>',
    "person": '<circle cx="12" cy="8" r="3.8"/><path d="M4.5 20c.8-4 3.7-6 7.5-6s6.7 2 7.5 6"/>',
    "people": '<circle cx="9" cy="8.5" r="3.3"/><path d="M2.5 19.5c.6-3.7 3-5.5 6.5-5.5s5.9 1.8 6.5 5.5"/>'
    '<path d="M15.5 5.5a3.2 3.2 0 0 1 0 6M18 14.4c2 .8 3.2 2.5 3.5 5.1"/>',
    "globe": '<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c5 5.5 5 12.5 0 18-5-5.5-5-12.5 0-18z"/>',
    "pin": '<path d="M12 21c4.6-4.9 7-8.4 7-11.4A7 7 0 0 0 5 9.6C5 12.6 7.4 16.1 12 21z"/>'
    '<circle cx="12" cy="9.7" r="2.4"/>',
    "mail": '<rect x="3" y="5.5" width="18" height="13" rx="2"/><path d="m3.5 7.5 8.5 6 8.5-6"/>',
    "phone": '<rect x="7" y="2.5" width="10" height="19" rx="2.2"/><path d="M10.8 18.3h2.4"/>',
    "calendar": '<rect x="3.5" y="5" width="17" height="15.5" rx="2"/><path d="M3.5 10h17M8 3v4m8-4v4"/>',
    "camera": '<path d="M3.5 8h4l1.6-2.5h5.8L16.5 8h4v11.5h-17z"/><circle cx="12" cy="13.3" r="3.6"/>',
    "file": '<path d="M6 3h8.5L19 7.5V21H6z"/><path d="M14 3.5V8h4.5M9 12.5h6.5M9 16.5h6.5"/>',
    "inbox": '<path d="M4 13.5 6.5 5h11L20 13.5V19H4z"/><path d="M4 13.5h4.7c0 1.9 1.3 3 3.3 3s3.3-1.1 3.3-3H20"/>',
    "book": '<path d="M12 6.5C10 5 7 4.5 3.5 4.5v14c3.5 0 6.5.5 8.5 2 2-1.5 5-2 8.5-2v-14C17 4.5 14 5 12 6.5z"/>'
    '<path d="M12 6.5v14"/>',
    "flag": '<path d="M5.5 21V4h12l-2.5 4.5 2.5 4.5h-12"/>',
    "bell": '<path d="M6 17V11a6 6 0 0 1 12 0v6l1.5 1.5h-15z"/><path d="M10 21h4"/>',
    "chart": '<path d="M4 4v16h16"/><path d="M8.5 16v-4m4 4V7.5m4 8.5v-6"/>',
    "list": '<path d="M8.5 6.5H20M8.5 12H20M8.5 17.5H20M4.5 6.5h.1M4.5 12h.1m-.1 5.5h.1"/>',
    "home": '<path d="m3.5 11.5 8.5-7 8.5 7"/><path d="M6 10v9.5h12V10"/>',
    "lock": '<rect x="5" y="10.5" width="14" height="10" rx="2"/><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5"/>',
    "key": '<circle cx="8" cy="15.5" r="4.3"/><path d="m11 12.5 8-8M15.5 8l3 3"/>',
    "gear": '<circle cx="12" cy="12" r="3.2"/><path d="M12 3v3m0 12v3M3 12h3m12 0h3M5.6 5.6l2.2 2.2m8.4 8.4'
    ' 2.2 2.2m0-12.8-2.2 2.2m-8.4 8.4-2.2 2.2"/>',
    "star": '<path d="m12 3.5 2.6 5.6 6.1.7-4.5 4.2 1.2 6-5.4-3-5.4 3 1.2-6-4.5-4.2 6.1-.7z"/>',
    # doings
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "exchange": '<path d="M4 8.5h14m0 0L14 4.5m4 4-4 4"/><path d="M20 15.5H6m0 0 4-4m-4 4 4 4"/>',
    "arrow-right": '<path d="M4.5 12h15m-6-6 6 6-6 6"/>',
    "arrow-left": '<path d="M19.5 12h-15m6-6-6 6 6 6"/>',
    "chevron-right": '<path d="m9.5 6 6 6-6 6"/>',
    "chevron-left": '<path d="m14.5 6-6 6 6 6"/>',
    "chevron-down": '<path d="m6 9.5 6 6 6-6"/>',
    "external": '<path d="M13.5 4.5h6v6M19 5l-8.5 8.5"/><path d="M10.5 5.5h-6v14h14v-6"/>',
    "download": '<path d="M12 4v11m-4.5-4.5L12 15l4.5-4.5M4.5 19.5h15"/>',
    "upload": '<path d="M12 15V4M7.5 8.5 12 4l4.5 4.5M4.5 19.5h15"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "minus": '<path d="M5 12h14"/>',
    "edit": '<path d="m4 20 1-4.5L16.5 4 20 7.5 8.5 19z"/><path d="m14 6.5 3.5 3.5"/>',
    "trash": '<path d="M4.5 7h15M9.5 7V4.5h5V7m3 0-1 13h-9l-1-13"/>',
    "link": '<path d="M10 14a4.3 4.3 0 0 0 6.2.2l3-3A4.3 4.3 0 0 0 13 5.1L11.8 6.3"/>'
    '<path d="M14 10a4.3 4.3 0 0 0-6.2-.2l-3 3a4.3 4.3 0 0 0 6.2 6.1l1.2-1.2"/>',
    "merge": '<path d="M6 4v4.5c0 3 6 3.5 6 7V20M18 4v4.5c0 3-6 3.5-6 7"/>',
    "filter": '<path d="M3.5 5.5h17l-6.5 8v6l-4-2.5v-3.5z"/>',
    "eye": '<path d="M2.5 12c2.3-4 5.5-6 9.5-6s7.2 2 9.5 6c-2.3 4-5.5 6-9.5 6s-7.2-2-9.5-6z"/>'
    '<circle cx="12" cy="12" r="2.8"/>',
    "menu": '<path d="M4 6.5h16M4 12h16M4 17.5h16"/>',
    "sign-out": '<path d="M14 4.5H5v15h9"/><path d="M10.5 12h10m-3.5-4 4 4-4 4"/>',
}


def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """An inline SVG. Beside a text it is decoration; alone it needs a ``label``."""
    shapes = mark_safe(ICONS[name])
    extra = f" icon--{size}" if size else ""
    if label:
        return format_html(
            '<svg class="icon{}" viewBox="0 0 24 24" role="img" aria-label="{}" focusable="false">{}</svg>',
            extra,
            label,
            shapes,
        )
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>', extra, shapes
    )
