"""The mails of sign-in (a forgotten password) go through the same outbox as all others.

That makes the answer to a known and an unknown address equally quick, and a failing mail server no error page.
"""

from typing import Any

from django.utils import translation

from gyoryu.accounts.adapter import InvitationOnlyAdapter
from gyoryu.common.ids import new_pid
from gyoryu.notices.domain.notices import put_in_outbox


class OutboxAdapter(InvitationOnlyAdapter):
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        message = self.render_mail(template_prefix, email, context)
        put_in_outbox(
            "sign_in",
            to=email,
            language=translation.get_language() or "ko",
            key=f"sign_in:{new_pid()}",
            subject=message.subject,
            body=str(message.body),
        )
