"""Closed vocabularies of accounts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a membership lets a person do. Lead is a role in one mission, not here."""

    TEACHER = "teacher", _("Teacher")
    PRINCIPAL = "principal", _("Principal")
    DISTRICT_OFFICER = "district_officer", _("District officer")
    DELEGATE = "delegate", _("Delegate")
    CURATOR = "curator", _("Curator")
    POLICY_OFFICER = "policy_officer", _("Policy officer")
    OPERATOR = "operator", _("Operator")
    PRIVACY_OFFICER = "privacy_officer", _("Privacy officer")


class OrganisationKind(TextChoices):
    OFFICE = "office", _("Education office")
    INSTITUTE = "institute", _("Institute")
    DISTRICT = "district", _("District office")
    SCHOOL = "school", _("School")


# At which kind of organisation each role can be held.
ROLES_OF_KIND: dict[str, frozenset[str]] = {
    OrganisationKind.SCHOOL: frozenset({Role.TEACHER, Role.PRINCIPAL, Role.DELEGATE}),
    OrganisationKind.DISTRICT: frozenset({Role.DISTRICT_OFFICER, Role.DELEGATE}),
    OrganisationKind.INSTITUTE: frozenset({Role.CURATOR, Role.DELEGATE, Role.OPERATOR, Role.PRIVACY_OFFICER}),
    OrganisationKind.OFFICE: frozenset(
        {Role.POLICY_OFFICER, Role.CURATOR, Role.DELEGATE, Role.OPERATOR, Role.PRIVACY_OFFICER}
    ),
}


class LinkPurpose(TextChoices):
    """The one thing a signed partner link may be used for."""

    ANSWER_MATCH = "answer_match", _("Answer a request for exchange")
    CONFIRM_ENTRY = "confirm_entry", _("Confirm or correct an entry")
