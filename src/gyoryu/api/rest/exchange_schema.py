"""What goes in and out of the operations on wishes and matches."""

import datetime as dt
from typing import Annotated, Any

from ninja import Field, Schema

from gyoryu.common.ids import ALPHABET, LENGTH
from gyoryu.exchange import queries
from gyoryu.exchange.domain.matches import LONGEST_ANSWER_DAYS
from gyoryu.exchange.facts import WishFacts
from gyoryu.registry import queries as registry

Text = Annotated[str, Field(max_length=5_000)]
Code = Annotated[str, Field(max_length=60)]
Pid = Annotated[str, Field(pattern=f"^[{ALPHABET}]{{{LENGTH}}}$")]
Codes = Annotated[list[Code], Field(max_length=300)]


class WishIn(Schema):
    title: Text = ""
    types: Codes = []
    fields_: Codes = Field(default=[], alias="fields")
    countries: Codes = []
    level_from: int | None = None
    level_to: int | None = None
    languages: Codes = []
    weeks: Text = ""
    live_hours: Text = ""
    pupils: Code = ""
    note: Text = ""
    institution: Pid | None = None  # what the wish starts from, if it starts from something
    programme: Pid | None = None

    def facts(self, viewer: Any) -> WishFacts:
        said = self.model_dump(exclude={"fields_", "institution", "programme"})
        lists: dict[str, Any] = {name: tuple(said.pop(name)) for name in ("types", "countries", "languages")}
        programme = registry.get_programme(viewer, self.programme) if self.programme else None
        institution = registry.get_institution(viewer, self.institution) if self.institution else None
        if programme is not None and institution is None:
            institution = queries.root_of(programme.institution)
        facts = {name: said[name] for name in WishFacts.__dataclass_fields__ if name in said}
        return WishFacts(
            **facts, **lists, fields=tuple(self.fields_), wanted_institution=institution, wanted_programme=programme
        )


class NewWish(WishIn):
    school: Pid


class EditedWish(WishIn):
    version: int = Field(ge=1, le=2_147_483_647)


class Submitted(Schema):
    share_contact: bool = False


class Comment(Schema):
    note: Text = ""


class Recommended(Comment):
    recommendation: Code


class FoundEligible(Schema):
    priority_class: Code = ""


class Reasons(Comment):
    reasons: Codes = []


class Reason(Schema):
    reason: Code


class ReasonAndNote(Comment):
    reason: Code


class HandedOver(Schema):
    to: Pid


class Proposed(Schema):
    offer: Pid


class Decided(Schema):
    note_to_partner: Text = ""


class Asked(Schema):
    contact: Pid
    language: Code = "en"
    days: int | None = Field(default=None, ge=1, le=LONGEST_ANSWER_DAYS)


class Renewed(Schema):
    days: int | None = Field(default=None, ge=1, le=LONGEST_ANSWER_DAYS)


class PartnerAnswer(Reasons):
    answer: Code
    channel: Code
    person: Text = ""


class WishOut(Schema):
    pid: str
    state: str
    version: int
    school: str
    title: str
    types: list[str]
    fields_: list[str] = Field(alias="fields")
    countries: list[str]
    level_from: int | None
    level_to: int | None
    languages: list[str]
    weeks: str
    live_hours: str
    pupils: str
    note: str
    institution: str
    programme: str
    priority_class: str
    submitted_at: dt.datetime | None
    approved_at: dt.datetime | None
    waiting_since: dt.datetime | None
    sent_back_note: str
    refusal_reasons: list[str]
    refusal_note: str
    recommendation: str


class CriterionOut(Schema):
    code: str
    title: str
    verdict: str
    score: float
    sentence: str
    missing: str


class CandidateOut(Schema):
    offer: str
    institution: str
    name: str
    score: float
    blocked: bool
    criteria: list[CriterionOut]


class MatchOut(Schema):
    pid: str
    state: str
    wish: str
    offer: str
    institution: str
    score: float
    criteria: list[CriterionOut]
    turn: list[str]
    answer_due: dt.date | None
    asked_at: dt.datetime | None
    partner_accepted_at: dt.datetime | None
    school_accepted_at: dt.datetime | None
    connected_at: dt.datetime | None
    declined_by: str
    declined_reasons: list[str]
