"""Where somebody lands after signing in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from gyoryu.accounts.enums import Role
from gyoryu.web.access import signed_in

# First role that fits wins: the page a person opens most.
LANDING = [
    (Role.CURATOR, "/desk/"),
    (Role.POLICY_OFFICER, "/office/"),
    (Role.OPERATOR, "/office/people/"),
    (Role.PRIVACY_OFFICER, "/office/access-log/"),
    (Role.DELEGATE, "/field/"),
    (Role.DISTRICT_OFFICER, "/school/"),
    (Role.PRINCIPAL, "/school/"),
    (Role.TEACHER, "/school/"),
]


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    for role, address in LANDING:
        if viewer.has_role(role):
            return redirect(address)
    return redirect("/account/")
