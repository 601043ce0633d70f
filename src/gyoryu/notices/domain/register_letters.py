"""Mails about entries of the register."""

from collections.abc import Iterator

from django.db.models import Q

from gyoryu.accounts.enums import Role
from gyoryu.accounts.queries import people_with
from gyoryu.audit.models import Event, EventSubject
from gyoryu.exchange.models import Match
from gyoryu.exchange.models.match import OVER
from gyoryu.notices.domain.envelopes import Letter, Make, address, to_people
from gyoryu.registry.models import Institution

MOST_NAMED = 10  # of many that closed at once


def _closed(event: Event) -> Iterator[Letter]:
    """Curators hear which institutions closed; a teacher whose match is with one of them hears of that one."""
    subjects = EventSubject.objects.filter(event=event, kind="registry.institution").values("subject_id")
    closed = Institution.objects.filter(pk__in=subjects).order_by("display_name", "pk")
    names = list(closed.values_list("display_name", flat=True)[:MOST_NAMED])
    count = event.data.get("count", len(names))
    context = {"count": count, "names": names, "more": count - len(names), "link": address("/desk/institutions/")}
    yield from to_people("institutions_closed", event, people_with(Role.CURATOR), context)
    here = Q(offer__institution__in=subjects) | Q(offer__institution__merged_into__in=subjects)
    touched = Match.objects.filter(here).exclude(state__in=OVER)
    for match in touched.select_related("wish__responsible", "offer__institution__merged_into").order_by("pk"):
        partner = match.offer.institution.merged_into or match.offer.institution
        context = {"wish": match.wish, "partner": partner, "link": address(f"/school/matches/{match.pid}/")}
        for letter in to_people("partner_closed", event, [match.wish.responsible], context):
            yield Letter(letter.kind, letter.to, letter.language, f"{letter.to_whom}:{match.pid}", letter.context)


REGISTER_LETTERS: dict[str, Make] = {
    "registry.note_closures": _closed,
}
