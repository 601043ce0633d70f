"""Pictures of a visit."""

import hashlib

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from gyoryu.accounts.models import Person
from gyoryu.audit.domain.trail import record
from gyoryu.common import files
from gyoryu.common.actors import Actor
from gyoryu.common.errors import BadInput, NotInThisState
from gyoryu.missions.domain.visits import EDITABLE
from gyoryu.missions.domain.wording import line
from gyoryu.missions.enums import VisitState
from gyoryu.missions.models import Evidence, Visit
from gyoryu.missions.states import VISIT

__all__ = ["add_evidence", "describe_evidence", "remove_evidence"]

MOST_PICTURES = 60
CAPTION_LIMIT = 300


def add_evidence(
    visit: Visit,
    *,
    upload: bytes,
    actor: Person,
    caption: str = "",
    shows_pupils: bool = False,
    may_publish: bool = False,
) -> Evidence:
    """Keep a picture, cleaned of its position. The same picture again is the same evidence."""
    if len(upload) > files.MAX_UPLOAD:
        raise files.too_large(len(upload))
    _check_editable(visit)
    same = visit.evidence.filter(sha256=hashlib.sha256(upload).hexdigest()).first()
    if same is not None:
        return same
    picture = files.clean_picture(upload)  # takes a while: done before anything is locked
    path = files.keep(picture)
    return _add(
        visit, picture, path, actor, line(caption, field="caption", limit=CAPTION_LIMIT), shows_pupils, may_publish
    )


@transaction.atomic
def _add(
    visit: Visit,
    picture: files.CleanPicture,
    path: str,
    actor: Person,
    caption: str,
    shows_pupils: bool,
    may_publish: bool,
) -> Evidence:
    _check_editable(visit)
    if visit.evidence.count() >= MOST_PICTURES:
        raise BadInput(
            "too_many_pictures",
            _("A visit has at most %(limit)s pictures. Remove one first."),
            field="file",
            limit=MOST_PICTURES,
        )
    evidence = Evidence(
        visit=visit,
        sha256=picture.sha256,
        path=path,
        content_type=picture.content_type,
        size=len(picture.data),
        width=picture.width,
        height=picture.height,
        caption=caption,
        shows_pupils=shows_pupils,
        may_publish=may_publish and not shows_pupils,
        added_by=actor,
    )
    try:
        with transaction.atomic():
            evidence.save(force_insert=True)
    except IntegrityError:  # the same picture a second time, at the same moment
        return visit.evidence.get(sha256=picture.sha256)
    if visit.state == VisitState.PLANNED:
        VISIT.move(visit, VisitState.COLLECTING)
    record("missions.add_evidence", visit, actor=actor, evidence=evidence.pid)
    return evidence


@transaction.atomic
def describe_evidence(
    evidence: Evidence, *, caption: str, shows_pupils: bool, may_publish: bool, actor: Actor
) -> Evidence:
    """Say what a picture shows. One that shows pupils is never published."""
    _check_editable(evidence.visit)
    evidence.caption = line(caption, field="caption", limit=CAPTION_LIMIT)
    evidence.shows_pupils = shows_pupils
    evidence.may_publish = may_publish and not shows_pupils
    evidence.save(update_fields=["caption", "shows_pupils", "may_publish"])
    record("missions.describe_evidence", evidence.visit, actor=actor, evidence=evidence.pid)
    return evidence


@transaction.atomic
def remove_evidence(evidence: Evidence, *, actor: Actor) -> None:
    """Remove a picture for good; its file too, unless another visit has the same."""
    _check_editable(evidence.visit)
    path, pid = evidence.path, evidence.pid
    evidence.delete()
    record("missions.remove_evidence", evidence.visit, actor=actor, evidence=pid)

    def forget() -> None:
        if not Evidence.objects.filter(path=path).exists():
            files.forget(path)

    transaction.on_commit(forget)


def _check_editable(visit: Visit) -> None:
    state = Visit.objects.values_list("state", flat=True).get(pk=visit.pk)
    if state not in EDITABLE:
        raise NotInThisState(now=state, wanted=VisitState.COLLECTING)
