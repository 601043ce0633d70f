"""A list page's filter that a person keeps."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gyoryu.accounts.models import Person, SavedFilter
from gyoryu.audit.domain.trail import record
from gyoryu.common.clock import now
from gyoryu.common.errors import BadInput

__all__ = ["delete_filter", "save_filter"]

MOST = 50  # for each person


@transaction.atomic
def save_filter(*, page: str, label: str, query: str, actor: Person) -> SavedFilter:
    """Keep the query string of the page with that URL name under ``label``; the same label again replaces it."""
    label = " ".join(label.split())
    if not label:
        raise BadInput("label_missing", _("Give the filter a name, so that you find it again."), field="label")
    if len(label) > 100:
        raise BadInput("label_too_long", _("Use at most 100 characters for the name."), field="label")
    if len(query) > 2000 or len(page) > 60:
        raise BadInput("filter_too_long", _("This filter is too long to keep. Choose fewer things."), field="query")
    if "\x00" in label + query + page:
        raise BadInput("filter_damaged", _("This text was damaged on the way. Type it again."), field="label")
    own = SavedFilter.objects.filter(person=actor)
    if not own.filter(page=page, label=label).exists() and own.count() >= MOST:
        raise BadInput("filters_full", _("You keep 50 filters already. Remove one you no longer need."), field="label")
    saved, _new = SavedFilter.objects.update_or_create(
        person=actor, page=page, label=label, defaults={"query": query, "saved_at": now()}
    )
    record("accounts.save_filter", saved, actor=actor, page=page)
    return saved


@transaction.atomic
def delete_filter(saved: SavedFilter, *, actor: Person) -> None:
    record("accounts.delete_filter", saved, actor=actor, page=saved.page)
    saved.delete()
