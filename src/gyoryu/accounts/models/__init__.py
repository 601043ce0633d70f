"""People, organisations, memberships, invitations, signed partner links."""

from gyoryu.accounts.models.invitation import Invitation
from gyoryu.accounts.models.organisation import Membership, Organisation
from gyoryu.accounts.models.partner_link import PartnerLink
from gyoryu.accounts.models.person import Person
from gyoryu.accounts.models.saved_filter import SavedFilter

__all__ = ["Invitation", "Membership", "Organisation", "PartnerLink", "Person", "SavedFilter"]
