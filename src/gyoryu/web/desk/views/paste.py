"""Rows copied from a spreadsheet: read, shown as they would be understood, then added."""

import csv
import io
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gyoryu.common.errors import DomainError
from gyoryu.common.text import fold
from gyoryu.registry.domain import institutions
from gyoryu.web.access import needs
from gyoryu.web.desk.forms import InstitutionForm, PasteForm

MOST_ROWS = 500

# What people call the columns, folded -> field of InstitutionForm.
COLUMNS = {
    "name": "name", "official name": "name", "school": "name", "school name": "name",
    "기관명": "name", "학교명": "name", "명칭": "name",
    "korean name": "name_ko", "한국어 명칭": "name_ko", "한글명": "name_ko",
    "english name": "name_en", "romanised name": "name_en", "영문명": "name_en", "영어 명칭": "name_en",
    "kind": "kind", "종류": "kind", "region": "region", "province": "region", "지역": "region", "주": "region",
    "town": "locality", "city": "locality", "district": "locality", "도시": "locality", "시군구": "locality",
    "address": "address", "주소": "address", "postcode": "postcode", "우편번호": "postcode",
    "latitude": "latitude", "lat": "latitude", "위도": "latitude",
    "longitude": "longitude", "lon": "longitude", "경도": "longitude",
    "website": "website", "homepage": "website", "홈페이지": "website", "누리집": "website",
    "telephone": "telephone", "phone": "telephone", "전화": "telephone", "전화번호": "telephone",
    "description": "description", "설명": "description",
}  # fmt: skip


def _read(text: str) -> tuple[list[str], list[list[str]]]:
    """(header, rows) of what a spreadsheet puts on the clipboard: tab-separated, quotes doubled."""
    lines = [row for row in csv.reader(io.StringIO(text), delimiter="\t") if any(cell.strip() for cell in row)]
    return (lines[0], lines[1:]) if lines else ([], [])


def _understood(country: str, text: str) -> tuple[list[dict[str, Any]], list[str], list[str]]:
    """Each row as a form, the columns that were not understood, and what is wrong with the whole."""
    header, rows = _read(text)
    names = [COLUMNS.get(fold(cell)) for cell in header]
    ignored = [cell for cell, name in zip(header, names, strict=True) if cell.strip() and name is None]
    wrong = []
    if "name" not in names:
        wrong.append(_("No column is called “name” (or 학교명, 기관명). Put the column names in the first row."))
    if len(rows) > MOST_ROWS:
        wrong.append(
            _("These are %(count)d rows; paste at most %(most)d at a time, or ask the operator to read the file.")
            % {"count": len(rows), "most": MOST_ROWS}
        )
    if not rows:
        wrong.append(_("There is no row below the column names."))
    understood = []
    for number, row in enumerate([] if wrong else rows, start=2):
        data = {name: cell.strip() for name, cell in zip(names, row, strict=False) if name}
        form = InstitutionForm({"kind": "school", **{k: v for k, v in data.items() if v}, "country": country})
        understood.append({"number": number, "form": form, "ok": form.is_valid(), "data": data})
    return understood, ignored, wrong


def _add(rows: list[dict[str, Any]], viewer: Any) -> list[str]:
    """Add each row; what was refused, with its row number (a school whose official id is known, say)."""
    refused = []
    for row in rows:
        try:
            institutions.add_institution(row["form"].facts(), actor=viewer)
        except DomainError as error:
            refused.append(_("Row %(number)d was not added: %(why)s") % {"number": row["number"], "why": error.message})
    return refused


@needs("registry.add_institution")
def paste_institutions(request: HttpRequest) -> HttpResponse:
    """First shows the rows as they would be read; adds the good ones when the curator says so."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    form = PasteForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if request.method != "POST":
        return render(request, "desk/paste_institutions.html", context)
    if not form.is_valid():
        return render(request, "desk/paste_institutions.html", context, status=422)
    try:
        rows, ignored, wrong = _understood(form.cleaned_data["country"], form.cleaned_data["rows"])
    except csv.Error:
        rows, ignored, wrong = [], [], [_("The rows could not be read. Copy them from the spreadsheet again.")]
    for sentence in wrong:
        form.add_error("rows", sentence)
    good = [row for row in rows if row["ok"]]
    if "add" in request.POST and good and not wrong:
        refused = _add(good, viewer)
        messages.success(request, _("%(count)d entries were added as drafts.") % {"count": len(good) - len(refused)})
        if not refused:
            return redirect("desk:institutions")
        for sentence in refused:
            form.add_error("rows", sentence)
        good, wrong = [], refused
    context |= {"rows": rows, "ignored": ignored, "good": len(good)}
    return render(request, "desk/paste_institutions.html", context, status=422 if wrong else 200)
