"""The queue of the judging desk: which questions wait, for whom, in which order.

Counting and paging read the table of questions alone, by its indexes; what is shown is read for one page. A page is
found by the place of its first question (``put_off``, ``worth``, ``id``) and never by counting rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from gyoryu.registry.enums import RecordState
from gyoryu.registry.models import Source
from gyoryu.registry.rules import is_curator
from gyoryu.resolution.models import Candidate

PAGE = 50
# From the surest to the least sure: name, lowest score, label.
BANDS = (
    ("sure", 0.97, _("0.97 and more")),
    ("likely", 0.9, _("0.90 to 0.97")),
    ("open", 0.5, _("0.50 to 0.90")),
    ("unlikely", 0.0, _("below 0.50")),
)
BAND_NAMES = tuple(name for name, _least, _label in BANDS)


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the queue is looked at; empty means everything."""

    country: str = ""
    source: str = ""  # slug
    band: str = ""
    which: str = ""  # "" waiting for the viewer, "unsure" put off by somebody

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Asked":
        """From a query string; what is not known is left out."""

        def said(name: str, longest: int) -> str:
            return str(data.get(name) or "").replace("\x00", "")[:longest]

        band, which = said("band", 10), said("which", 10)
        return cls(
            country=said("country", 2).upper(),
            source=said("source", 60),
            band=band if band in BAND_NAMES else "",
            which=which if which == "unsure" else "",
        )

    def as_query(self) -> dict[str, str]:
        said = {"country": self.country, "source": self.source, "band": self.band, "which": self.which}
        return {name: value for name, value in said.items() if value}


Place = tuple[int, int, int]  # put_off, worth, id


def questions_for(viewer: Any) -> QuerySet[Candidate]:
    """All that wait, but for those that the viewer was unsure about: they go to others."""
    if not is_curator(viewer):
        return Candidate.objects.none()
    return Candidate.objects.exclude(unsure_by__contains=f" {viewer.actor_pid} ")


def asked_for(viewer: Any, asked: Asked) -> QuerySet[Candidate]:
    found = questions_for(viewer)
    if asked.country:
        found = found.filter(country=asked.country)
    if asked.source:
        found = found.filter(source__in=list(Source.objects.filter(slug=asked.source).values_list("pk", flat=True)))
    if asked.band:
        least, below = _limits(asked.band)
        found = found.filter(score__gte=least)
        found = found.filter(score__lt=below) if below else found
    if asked.which == "unsure":
        found = found.filter(put_off__gt=0)
    return found.order_by("put_off", "-worth", "id")


def _limits(band: str) -> tuple[float, float | None]:
    at = BAND_NAMES.index(band)
    return BANDS[at][1], BANDS[at - 1][1] if at else None


def standing(questions: QuerySet[Candidate]) -> QuerySet[Candidate]:
    """Of questions, those that still can be answered: the record counts, the entry stands, they are not one already."""
    live = questions.filter(record__state__in=[RecordState.PROPOSED, RecordState.ACCEPTED])
    live = live.exclude(institution__state="archived").exclude(record__institution=F("institution"))
    same_root = Q(record__institution__merged_into=F("institution")) | Q(
        record__institution__merged_into=F("institution__merged_into")
    )
    return live.exclude(record__institution__isnull=False, pk__in=live.filter(same_root).values("pk"))


def shown(questions: QuerySet[Candidate]) -> QuerySet[Candidate]:
    """With what a line of the queue shows; one query more for each of two."""
    return questions.select_related("record__source", "record__institution__merged_into", "institution__merged_into")


def after(questions: QuerySet[Candidate], place: Place | None) -> QuerySet[Candidate]:
    """The questions of the queue that come behind a place."""
    if place is None:
        return questions
    put_off, worth, pk = place
    behind = Q(put_off=put_off, worth=worth, pk__gt=pk) | Q(put_off=put_off, worth__lt=worth) | Q(put_off__gt=put_off)
    return questions.filter(behind, put_off__gte=put_off)


def place_of(question: Candidate) -> Place:
    return question.put_off, question.worth, question.pk


def page_of(viewer: Any, asked: Asked, place: Place | None = None, size: int = PAGE) -> tuple[list[Candidate], bool]:
    """A page of the queue behind ``place``, and whether there is more."""
    rows = list(shown(standing(after(asked_for(viewer, asked), place)))[: size + 1])
    return rows[:size], len(rows) > size


def next_question(viewer: Any, asked: Asked, place: Place | None = None) -> Candidate | None:
    """The question to be answered next; the first of all when nothing comes behind ``place``."""
    rows, _more = page_of(viewer, asked, place, 1)
    if not rows and place is not None:
        rows, _more = page_of(viewer, asked, None, 1)
    return rows[0] if rows else None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many wait for the viewer, by what one may choose; each with the other choices in force."""

    waiting: int
    unsure: int
    countries: list[tuple[str, int]]
    sources: list[tuple[str, str, int]]  # slug, label, how many
    bands: list[tuple[str, str, int]]


def counts(viewer: Any, asked: Asked) -> Counts:
    """Five queries, whatever waits."""
    questions = questions_for(viewer)
    split = dict(
        questions.values_list(Case(When(put_off__gt=0, then=Value(1)), default=Value(0)))
        .annotate(n=Count("pk"))
        .order_by()
    )
    countries = _without(viewer, asked, country="").values_list("country").annotate(n=Count("pk"))
    sources = dict(_without(viewer, asked, source="").values_list("source").annotate(n=Count("pk")).order_by())
    known = Source.objects.filter(pk__in=[pk for pk in sources if pk]).order_by("label", "id")
    whens = [When(score__gte=least, then=Value(name)) for name, least, _label in BANDS]
    bands = dict(
        _without(viewer, asked, band="")
        .annotate(b=Case(*whens, default=Value("unlikely")))
        .values_list("b")
        .annotate(n=Count("pk"))
        .order_by()
    )
    return Counts(
        waiting=sum(split.values()),
        unsure=split.get(1, 0),
        countries=[(code, n) for code, n in countries.order_by("-n", "country") if code],
        sources=[(source.slug, source.label, sources[source.pk]) for source in known],
        bands=[(name, str(label), bands.get(name, 0)) for name, _least, label in BANDS],
    )


def _without(viewer: Any, asked: Asked, **but: str) -> QuerySet[Candidate]:
    said = {"country": asked.country, "source": asked.source, "band": asked.band, "which": asked.which, **but}
    return asked_for(viewer, Asked(**said)).order_by()
