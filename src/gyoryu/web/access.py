"""Who may come to a page. Every view wears exactly one of these; the middleware refuses a view that wears none.

``needs`` asks for a permission that can be decided without an object (a role); what a viewer may do with one thing is
decided where the thing is fetched (``queries.get_*``), for pages and API alike.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from gyoryu.accounts.access import Access

View = TypeVar("View", bound=Callable[..., Any])


def _mark(access: Access) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.access = access  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Anybody."""
    return _mark(Access("public"))(view)


def signed_in(view: View) -> View:
    """Anybody with an account, for their own things."""
    return _mark(Access("signed_in"))(view)


def needs(*permissions: str) -> Callable[[View], View]:
    """Viewers who hold one of ``permissions``, asked without an object; strangers get 404, visitors sign in first."""
    return _mark(Access("needs", permissions))


def partner_link(*purposes: str) -> Callable[[View], View]:
    """A signed link with one of ``purposes``. The view takes ``token``; ``request.partner`` is the link."""
    return _mark(Access("partner", purposes))
