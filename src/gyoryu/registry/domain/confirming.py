"""An institution confirms its own entry through its link: its own word, newer than anybody's."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Q

from gyoryu.accounts.models import PartnerLink
from gyoryu.audit.domain.trail import record
from gyoryu.common.clock import now, today
from gyoryu.registry.changing import group_of, open_changes, shown_values
from gyoryu.registry.domain.offers import confirm_offer, reconfirm_offer
from gyoryu.registry.domain.records import accept_record, propose_record
from gyoryu.registry.domain.sources import ensure_source
from gyoryu.registry.enums import OfferState, RecordAbout, RequestState
from gyoryu.registry.models import ConfirmationRequest, Institution, Offer
from gyoryu.registry.policy import FIELDS
from gyoryu.registry.relations import root_of
from gyoryu.registry.states import REQUEST

__all__ = ["confirm_entry"]

IN_USE = (OfferState.CONFIRMED, OfferState.OPEN, OfferState.FULL)


def offers_to_confirm(institution: Institution) -> list[Offer]:
    """What the institution said it would do, and may say again."""
    here = Q(institution=institution) | Q(institution__merged_into=institution)
    states = [*IN_USE, OfferState.SOUNDED_OUT]
    return list(Offer.objects.filter(here, state__in=states).select_related("institution").order_by("id"))


@transaction.atomic
def confirm_entry(
    request: ConfirmationRequest, *, actor: PartnerLink, offers: Collection[str] = ()
) -> ConfirmationRequest:
    """Everything that they did not call wrong is right today; ``offers`` (pids) still stand.

    A group of fields in which a value is disputed is not said again, so that nothing wrong is confirmed with it.
    """
    institution = Institution.objects.select_for_update().get(pk=root_of(request.institution).pk)
    disputed = {group_of(field) for field in open_changes(institution).values_list("field", flat=True)}
    said: dict[str, Any] = {}
    for group in FIELDS:
        if group not in disputed:
            said |= shown_values(institution, group)
    subjects = [("registry.institution", institution.pk)]
    if said:
        confirmed = propose_record(
            ensure_source("partners", actor=actor),
            key=f"{institution.pid}/confirmed",
            about=RecordAbout.INSTITUTION,
            facts=said,
            actor=actor,
            said_on=today(),
            said_by=actor.actor_label,
            institution=institution,
            anew=True,
        )
        accept_record(confirmed, actor=actor)
        subjects.append(("registry.record", confirmed.pk))
    for offer in offers_to_confirm(institution):
        if offer.pid in offers:
            verb = confirm_offer if offer.state == OfferState.SOUNDED_OUT else reconfirm_offer
            verb(offer, how="link", actor=actor)
    answer = RequestState.CORRECTED if disputed else RequestState.CONFIRMED
    if REQUEST.allows(request.state, answer):
        REQUEST.move(request, answer, answered_at=now())
    record("registry.confirm_entry", request, actor=actor, subjects=subjects, disputed=len(disputed))
    return request
