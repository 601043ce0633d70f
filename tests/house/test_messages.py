"""Translations: complete, up to date, and found wherever the code says something."""

from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog

from tests.house.tree import expect_none, script

messages = script("messages")


def test_translations_are_complete_and_up_to_date() -> None:
    expect_none(messages.gaps(), mend="Run `make messages`, then translate:")


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small house with one page of code and one template."""
    (tmp_path / "web" / "templates" / "partner").mkdir(parents=True)
    (tmp_path / "web" / "views.py").write_text(
        "from django.utils.translation import gettext_lazy as _, ngettext, pgettext\n"
        '_("Send")\n'
        'ngettext("%(count)s visit", "%(count)s visits", 2)\n'
        'pgettext("month", "May")\n'
        "_(name)\n"
    )
    (tmp_path / "web" / "templates" / "partner" / "page.html").write_text(
        """{% load i18n %}<h1 title="{% trans 'It is "here"' %}">{% translate "Your entry" context "partner" %}</h1>
        {% blocktranslate count n=n trimmed %}
            One school
        {% plural %}
            {{ n }} schools
        {% endblocktranslate %}
        {% blocktrans with name=x.name %}Dear {{ name }}, 100 %{% endblocktrans %}
        {% include "x.html" with label=_("Go on") only %}"""
    )
    monkeypatch.setattr(messages, "PACKAGE", tmp_path)
    return tmp_path


def test_every_way_to_say_something_is_found(house: Path) -> None:
    found = {(each.context, each.singular, each.plural) for each in messages.extract().values()}
    assert found == {
        (None, "Send", None),
        (None, "%(count)s visit", "%(count)s visits"),
        ("month", "May", None),
        (None, 'It is "here"', None),
        ("partner", "Your entry", None),
        (None, "One school", "%(n)s schools"),
        (None, "Dear %(name)s, 100 %%", None),
        (None, "Go on", None),
    }


def test_an_update_keeps_what_was_said_and_leaves_nothing_to_do_twice(house: Path) -> None:
    messages.update()
    path = messages.po_path("ko")
    path.write_text(path.read_text().replace('msgid "Send"\nmsgstr ""', 'msgid "Send"\nmsgstr "보내기"'))
    messages.update()
    once = path.read_bytes()
    messages.update()
    assert path.read_bytes() == once
    assert messages.read("ko").get("Send").string == "보내기"
    assert messages.read("en").get("Send").string == "Send"


def complete(locale: str) -> None:
    """Say everything, in a language of our own."""
    catalog = messages.read(locale)
    for message in catalog:
        if message.id:
            message.string = message.id if message.pluralizable else f"+{message.id}"
            if message.pluralizable:
                message.string = tuple(message.id[-1] for _ in range(catalog.num_plurals))
    messages.po_path(locale).write_bytes(messages.written(catalog))


def test_a_gap_is_named(house: Path) -> None:
    messages.update()
    for locale in ("ko", "th", "tr"):
        complete(locale)
    assert list(messages.gaps()) == []
    views = house / "web" / "views.py"
    views.write_text(views.read_text().replace('"Send"', '"Send it"'))
    assert [line.split(":")[0] for line in messages.gaps()] == ["ko", "ko", "en", "en", "th", "th", "tr", "tr"]
    messages.update()
    assert list(messages.gaps()) == ["ko: 1 without a translation: 'Send it'"]  # only partner pages need th and tr


def test_a_lost_placeholder_and_an_invisible_character_are_seen() -> None:
    catalog = Catalog(locale="ko")
    lost = catalog.add("Dear %(name)s", "안녕하세요")
    hidden = catalog.add("Send", "보\u200b내기")
    assert list(messages._wrong(lost)) == ["its placeholders differ"]
    assert list(messages._wrong(hidden)) == ["it holds an invisible character"]


def test_what_is_compiled_is_what_django_reads(house: Path) -> None:
    import gettext

    messages.update()
    complete("tr")
    messages.compile_all([])
    with messages.po_path("tr").with_suffix(".mo").open("rb") as file:
        translations: Any = gettext.GNUTranslations(file)
    assert translations.gettext("Send") == "+Send"
    assert translations.ngettext("One school", "%(n)s schools", 3) == "%(n)s schools"
