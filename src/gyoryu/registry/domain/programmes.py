"""Programmes a school can adopt: published, archived."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gyoryu.audit.domain.trail import record
from gyoryu.common.actors import Actor
from gyoryu.common.errors import DomainError
from gyoryu.registry.enums import InstitutionState, ProgrammeState
from gyoryu.registry.models import Programme
from gyoryu.registry.states import PROGRAMME

__all__ = ["archive_programme", "publish_programme"]


@transaction.atomic
def publish_programme(programme: Programme, *, actor: Actor) -> Programme:
    """Let everybody find it. Its institution must be published first."""
    institution = programme.institution.merged_into or programme.institution
    if institution.state != InstitutionState.PUBLISHED:
        raise DomainError(
            "institution_not_published", _("Publish the institution first; a programme is shown with it.")
        )
    PROGRAMME.move(programme, ProgrammeState.PUBLISHED)
    subjects = [("registry.institution", programme.institution_id)]
    record("registry.publish_programme", programme, actor=actor, subjects=subjects)
    return programme


@transaction.atomic
def archive_programme(programme: Programme, *, actor: Actor) -> Programme:
    PROGRAMME.move(programme, ProgrammeState.ARCHIVED)
    subjects = [("registry.institution", programme.institution_id)]
    record("registry.archive_programme", programme, actor=actor, subjects=subjects)
    return programme
