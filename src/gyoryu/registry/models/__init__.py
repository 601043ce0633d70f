"""Sources and what they say (records); what is concluded from it (institutions and what hangs on them)."""

from gyoryu.registry.models.change import Change
from gyoryu.registry.models.contact import Contact
from gyoryu.registry.models.institution import Identifier, Institution, Name
from gyoryu.registry.models.offer import Offer
from gyoryu.registry.models.presence import Presence
from gyoryu.registry.models.programme import Programme
from gyoryu.registry.models.relation import Relation
from gyoryu.registry.models.request import ConfirmationRequest, RequestBatch
from gyoryu.registry.models.site import Site
from gyoryu.registry.models.source import Record, RunRow, Source, SourceRun

__all__ = [
    "Change",
    "ConfirmationRequest",
    "Contact",
    "Identifier",
    "Institution",
    "Name",
    "Offer",
    "Presence",
    "Programme",
    "Record",
    "Relation",
    "RequestBatch",
    "RunRow",
    "Site",
    "Source",
    "SourceRun",
]
