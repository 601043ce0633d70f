"""Which of the office's priority classes a school is in (연구학교, UN Global Academy, ...)."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gyoryu.accounts.models import Organisation
from gyoryu.audit.domain.trail import record
from gyoryu.common.actors import Actor
from gyoryu.common.errors import BadInput
from gyoryu.reference.queries import codes

__all__ = ["set_priority_classes"]


@transaction.atomic
def set_priority_classes(school: Organisation, *, classes: Sequence[str], actor: Actor) -> Organisation:
    """The classes of the office file that ``school`` is in from now on; wishes that have one already keep it."""
    if not school.is_school:
        raise BadInput("not_a_school", _("Only a school is in a priority class."))
    known = codes("priority_classes")
    unknown = [code for code in classes if code not in known]
    if unknown:
        raise BadInput(
            "unknown_class",
            _("“%(given)s” is not a priority class of the office. Use one of: %(known)s."),
            field="classes",
            given=unknown[0][:40],
            known=", ".join(known),
        )
    school.priority_classes = [code for code in known if code in classes]
    school.save(update_fields=["priority_classes"])
    record("accounts.set_priority_classes", school, actor=actor, classes=school.priority_classes)
    return school
