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


class RecordAbout(TextChoices):
    INSTITUTION = "institution", _("Institution")
    CONTACT = "contact", _("Contact")
    OFFER = "offer", _("Offer")
    PROGRAMME = "programme", _("Programme")


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


class ConsentScope(TextChoices):
    """Who may see a contact, at most."""

    OFFICE = "office", _("The office only")
    MATCHED_SCHOOL = "matched_school", _("Schools that are connected")
    PUBLIC = "public", _("Everybody")
