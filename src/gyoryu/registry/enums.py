"""Closed vocabularies of the register. Open ones (types, fields, levels, languages) live in reference."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SourceKind(TextChoices):
    """What kind of voice a source is; the survivorship policy ranks kinds, not single sources."""

    REGISTER = "register", _("National register")
    DELEGATION = "delegation", _("Delegation")
    PARTNER = "partner", _("The partner itself")
    CURATOR = "curator", _("Curator")
    SPREADSHEET = "spreadsheet", _("Spreadsheet")


class RunState(TextChoices):
    """How far a reading of a source is. It counts from ``applied`` on; what is under way goes on after a crash."""

    READING = "reading", _("Being read")
    STAGED = "staged", _("Read, not applied")
    APPLYING = "applying", _("Being applied")
    APPLIED = "applied", _("Applied")
    TAKING_BACK = "taking_back", _("Being taken back")
    TAKEN_BACK = "taken_back", _("Taken back")
    REFUSED = "refused", _("Refused")


class RowChange(TextChoices):
    """What a run finds about one row, against what its source said before."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    RETURNED = "returned", _("There again")
    VANISHED = "vanished", _("Vanished")


class RecordAbout(TextChoices):
    INSTITUTION = "institution", _("Institution")
    CONTACT = "contact", _("Contact")
    OFFER = "offer", _("Offer")
    PROGRAMME = "programme", _("Programme")
    RELATION = "relation", _("Relation to another institution")


class RecordState(TextChoices):
    PROPOSED = "proposed", _("Proposed")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")
    SUPERSEDED = "superseded", _("Superseded")


class InstitutionState(TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")


class NameKind(TextChoices):
    """ROR's kinds of name, and one for readings that were generated and that nobody said."""

    OFFICIAL = "official", _("Official name")
    DISPLAY = "display", _("Display name")
    ROMANISED = "romanised", _("Romanised name")
    FORMER = "former", _("Former name")
    ALIAS = "alias", _("Other name")
    GENERATED = "generated", _("Generated reading")


class FieldGroup(TextChoices):
    """What one source is trusted for as a whole; provenance is kept for each group of each institution."""

    NAMES = "names", _("Names")
    KIND = "kind", _("Kind of institution")
    PLACE = "place", _("Place")
    POSITION = "position", _("Position on the map")
    LEVELS = "levels", _("School levels")
    CHANNELS = "channels", _("Website and telephone")
    STATUS = "status", _("Open or closed")
    SIZE = "size", _("Size")
    PROFILE = "profile", _("Profile")


class OfferState(TextChoices):
    SOUNDED_OUT = "sounded_out", _("Sounded out")
    CONFIRMED = "confirmed", _("Confirmed by the partner")
    OPEN = "open", _("Open")
    FULL = "full", _("Full")
    PAUSED = "paused", _("Paused")
    EXPIRED = "expired", _("Expired")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ProgrammeState(TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")


class RelationKind(TextChoices):
    """What one institution is to another: "the other one ..."."""

    SUCCESSOR = "successor", _("succeeded by")
    PARENT = "parent", _("branch of")


class ChangeKind(TextChoices):
    """Who says that a value is wrong: the institution itself, or somebody with an account."""

    DISPUTE = "dispute", _("Disputed by the institution")
    SUGGESTION = "suggestion", _("Suggested correction")


class ChangeState(TextChoices):
    OPEN = "open", _("Waits for a decision")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Taken back")


class RequestState(TextChoices):
    """A request to an institution to look at its own entry."""

    PLANNED = "planned", _("Will be sent")
    SENT = "sent", _("Sent, waits for the answer")
    CONFIRMED = "confirmed", _("Everything confirmed")
    CORRECTED = "corrected", _("Corrections received")
    UNANSWERED = "unanswered", _("No answer")
    CANCELLED = "cancelled", _("Not sent")
    BOUNCED = "bounced", _("The mail came back")
    STOPPED = "stopped", _("They want no more mail")


class ConsentScope(TextChoices):
    """Who may see a contact, at most."""

    OFFICE = "office", _("The office only")
    MATCHED_SCHOOL = "matched_school", _("Schools that are connected")
    PUBLIC = "public", _("Everybody")
