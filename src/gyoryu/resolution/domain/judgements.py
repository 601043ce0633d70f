"""What people judge: this record is that institution, or not, or nobody can tell; these two entries are one.

A judgement is never edited: a new one replaces it, and undoing restores what it replaced.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gyoryu.audit.domain.trail import record as write_event
from gyoryu.common.actors import Actor
from gyoryu.common.clock import now
from gyoryu.common.errors import BadInput, Conflict, NotInThisState
from gyoryu.registry.domain.conclusion import found_institutions, last_seen_days, statement_of
from gyoryu.registry.enums import RecordAbout, RecordState, SourceKind
from gyoryu.registry.models import Institution, Record
from gyoryu.resolution.domain.merging import cluster_of, recompute
from gyoryu.resolution.domain.questions import KEPT, ask_again, between, put_off, take_away
from gyoryu.resolution.domain.risks import refuse_risky, risks_of_pair, risks_of_record
from gyoryu.resolution.enums import Reason, Verdict
from gyoryu.resolution.models import Candidate, Judgement
from gyoryu.resolution.queries import in_force

__all__ = ["judge_different", "judge_new", "judge_pair", "judge_same", "judge_unsure", "undo_judgement"]

# Sources that list an institution once: two rows of one of them are never the same institution.
ONE_ROW_EACH = (SourceKind.REGISTER, SourceKind.SPREADSHEET)


def _write(actor: Actor, at: dt.datetime, **values: Any) -> Judgement:
    return Judgement.objects.create(
        actor_kind=actor.actor_kind,
        actor_pid=actor.actor_pid,
        actor_label=actor.actor_label[:200],
        made_at=at,
        **values,
    )


def _check_record(record: Record) -> None:
    if record.about != RecordAbout.INSTITUTION:
        raise BadInput(
            "not_about_an_institution", _("Only a record about an institution is judged; the others follow it.")
        )
    if record.state not in (RecordState.PROPOSED, RecordState.ACCEPTED):
        raise NotInThisState(now=record.state, wanted="judged")


def _check_one_row_each(records: Any, others: Any) -> None:
    """Refuse to bring together two current rows of one register."""
    mine = {row.source_id: row.key for row in records if row.source.kind in ONE_ROW_EACH}
    for other in others:
        if other.source_id in mine and other.key != mine[other.source_id]:
            raise Conflict(
                "one_row_each",
                _(
                    "%(source)s lists both of these (%(left)s and %(right)s), so they are two. "
                    "If it lists one school twice, reject one of the two records first."
                ),
                source=other.source.label,
                left=mine[other.source_id],
                right=other.key,
            )


def _current_records(ids: set[int]) -> list[Record]:
    current = Record.objects.filter(
        institution_id__in=ids, about=RecordAbout.INSTITUTION, state__in=[RecordState.PROPOSED, RecordState.ACCEPTED]
    )
    return list(current.select_related("source"))


def _subjects(record: Record, *institutions: int) -> list[tuple[str, int]]:
    return [("registry.record", record.pk), *(("registry.institution", pk) for pk in sorted(set(institutions)))]


@transaction.atomic
def judge_same(
    record: Record,
    *,
    institution: Institution,
    actor: Actor,
    reason: str = Reason.PERSON,
    score: float | None = None,
    note: str = "",
) -> Judgement:
    """This record is that institution. Replaces what was judged about the record before; a risky one is refused."""
    _check_record(record)
    if reason == Reason.PERSON:
        refuse_risky(risks_of_record(record, institution))
    return same(record, institution, actor=actor, reason=reason, score=score, note=note)


def same(
    record: Record, institution: Institution, *, actor: Actor, reason: str, score: float | None, note: str
) -> Judgement:
    """``judge_same`` without asking whether it is risky; for the second curator, who has looked at that."""
    institution = institution.merged_into or institution
    cluster = cluster_of(institution)
    others = [other for other in _current_records(cluster) if other.pk != record.pk]
    _check_one_row_each([record], others)
    at = now()
    before = record.institution_id
    mine = in_force().filter(record=record)
    mine.filter(Q(verdict=Verdict.SAME) | Q(institution=institution)).update(replaced_at=at)
    asked = take_away(Q(record=record))
    judgement = _write(
        actor,
        at,
        record=record,
        institution=institution,
        verdict=Verdict.SAME,
        reason=reason,
        score=_score_of(asked, institution) if score is None else score,
        note=note[:500],
        asked=asked,
    )
    _belong(record, institution.pk)
    touched = recompute({institution.pk} | ({before} if before else set()))
    subjects = _subjects(record, institution.pk, *touched)
    write_event("resolution.judge_same", judgement, actor=actor, subjects=subjects, reason=reason)
    return judgement


def _belong(record: Record, institution_id: int | None) -> None:
    record.institution_id = institution_id
    record.save(update_fields=["institution"])


def _score_of(asked: list[list[Any]], institution: Institution) -> float | None:
    """What the question of this institution had scored, if it was asked."""
    return next((row[2] for row in asked if row[1] == institution.pk), None)


@transaction.atomic
def judge_new(record: Record, *, actor: Actor, note: str = "") -> Institution:
    """This record is an institution that the register did not have: a draft is founded on it."""
    _check_record(record)
    at = now()
    before = record.institution_id
    in_force().filter(record=record, verdict=Verdict.SAME).update(replaced_at=at)
    institution = Institution.objects.get(pk=_found([record])[0])
    judgement = _write(
        actor,
        at,
        record=record,
        institution=institution,
        verdict=Verdict.SAME,
        reason=Reason.FOUNDED,
        note=note[:500],
        asked=take_away(Q(record=record)),
    )
    _belong(record, institution.pk)
    touched = recompute({institution.pk} | ({before} if before else set()))
    institution.refresh_from_db()
    write_event("resolution.judge_new", judgement, actor=actor, subjects=_subjects(record, institution.pk, *touched))
    return institution


def _found(records: list[Record]) -> list[int]:
    seen = last_seen_days()
    return found_institutions(
        [
            [statement_of(one.pk, one.source.kind, one.said_on, one.source_id, bool(one.vanished_at), one.facts, seen)]
            for one in records
        ]
    )


def _judge_otherwise(
    record: Record, institution: Institution, verdict: Verdict, *, actor: Actor, note: str
) -> Judgement:
    _check_record(record)
    institution = institution.merged_into or institution
    at = now()
    belonged = record.institution_id
    in_force().filter(record=record, institution=institution).update(replaced_at=at)
    this = Q(record=record, institution=institution)
    if verdict == Verdict.UNSURE:
        asked = [list(row) for row in Candidate.objects.filter(this).values_list(*KEPT)]
        _keep_asking(record, institution, belonged, actor)
    else:
        asked = take_away(this)
    judgement = _write(
        actor, at,
        record=record, institution=institution, verdict=verdict, reason=Reason.PERSON, note=note[:500],
        score=_score_of(asked, institution), asked=asked,
    )  # fmt: skip
    if belonged == institution.pk:
        record.institution_id = None
        record.save(update_fields=["institution"])
        recompute([institution.pk])
    return judgement


def _keep_asking(record: Record, institution: Institution, belonged: int | None, actor: Actor) -> None:
    """The question stays, at the end of the queue and for others; it is asked now if nobody asked it before."""
    this = Q(record=record, institution=institution)
    if not put_off(this, actor) and belonged in (None, institution.pk):
        Candidate.objects.create(record=record, institution=institution, score=0.5)
        put_off(this, actor)


@transaction.atomic
def judge_different(record: Record, *, institution: Institution, actor: Actor, note: str = "") -> Judgement:
    """This record is not that institution; nobody is asked again. Without other candidates it is new."""
    judgement = _judge_otherwise(record, institution, Verdict.DIFFERENT, actor=actor, note=note)
    subjects = _subjects(record, judgement.institution_id or 0)
    write_event("resolution.judge_different", judgement, actor=actor, subjects=subjects)
    return judgement


@transaction.atomic
def judge_unsure(record: Record, *, institution: Institution, actor: Actor, note: str = "") -> Judgement:
    """Nobody can tell from what is known. The record waits; a new version of it is looked at afresh by a person."""
    judgement = _judge_otherwise(record, institution, Verdict.UNSURE, actor=actor, note=note)
    subjects = _subjects(record, judgement.institution_id or 0)
    write_event("resolution.judge_unsure", judgement, actor=actor, subjects=subjects)
    return judgement


@transaction.atomic
def judge_pair(left: Institution, *, right: Institution, verdict: str, actor: Actor, note: str = "") -> Judgement:
    """Two entries are one (``same``), are two (``different``), or nobody can tell. A merge is a pointer; a risky one is
    refused until a second curator confirms it."""
    if left.pk == right.pk:
        raise BadInput("same_entry_twice", _("Choose two different entries."), field="other")
    if verdict not in Verdict.values:
        raise BadInput("unknown_verdict", _("Choose same, different or unsure."), field="verdict")
    if verdict == Verdict.SAME:
        refuse_risky(risks_of_pair(left, right))
    return pair(left, right, verdict=verdict, actor=actor, note=note)


def pair(left: Institution, right: Institution, *, verdict: str, actor: Actor, note: str) -> Judgement:
    """``judge_pair`` without asking whether it is risky; for the second curator, who has looked at that."""
    first, second = sorted((left, right), key=lambda one: one.pk)
    mine, theirs = cluster_of(first), cluster_of(second)
    at = now()
    questions = between(mine, theirs)
    asked = [list(row) for row in Candidate.objects.filter(questions).order_by("id").values_list(*KEPT)]
    if verdict == Verdict.SAME:
        _check_one_row_each(_current_records(mine), _current_records(theirs - mine))
        _refuse_against_judgements(mine, theirs, first, second)
    if verdict == Verdict.UNSURE:
        put_off(questions, actor)
    else:
        take_away(questions)
    in_force().filter(left=first, right=second).update(replaced_at=at)
    judgement = _write(
        actor, at,
        left=first, right=second, verdict=Verdict(verdict), reason=Reason.PERSON, note=note[:500],
        score=max((row[2] for row in asked), default=None), asked=asked,
    )  # fmt: skip
    touched = recompute({first.pk, second.pk})
    if verdict == Verdict.DIFFERENT and second.pk in cluster_of(first):
        raise Conflict(
            "one_by_others",
            _("These two are one by way of other judgements. Undo those first; they are listed with the entry."),
        )
    subjects = [("registry.institution", pk) for pk in touched]
    write_event("resolution.judge_pair", judgement, actor=actor, subjects=subjects, verdict=str(verdict))
    return judgement


def _refuse_against_judgements(mine: set[int], theirs: set[int], first: Institution, second: Institution) -> None:
    """Merging must not bring together what somebody judged to be different; the pair itself is judged anew."""
    against = (
        in_force()
        .filter(verdict=Verdict.DIFFERENT)
        .filter(
            Q(left__in=mine, right__in=theirs)
            | Q(left__in=theirs, right__in=mine)
            | Q(record__institution__in=mine, institution__in=theirs)
            | Q(record__institution__in=theirs, institution__in=mine)
        )
        .exclude(left=first, right=second)
        .first()
    )
    if against is not None:
        raise Conflict(
            "judged_different",
            _("%(who)s judged on %(day)s that these are different. Undo that judgement first."),
            who=against.actor_label,
            day=against.made_at.date(),
        )


@transaction.atomic
def undo_judgement(judgement: Judgement, *, actor: Actor) -> None:
    """Take a judgement back: what it replaced is in force again, and everything follows from that."""
    at = now()
    if not in_force().filter(pk=judgement.pk).update(replaced_at=at):
        raise NotInThisState(now="replaced", wanted="undone")
    before = _restore(judgement, actor, at)
    if judgement.verdict == Verdict.UNSURE:
        _no_longer_unsure(judgement)
    if judgement.record is None:
        touched = recompute({pk for pk in (judgement.left_id, judgement.right_id) if pk})
        subjects = [("registry.institution", pk) for pk in touched]
    else:
        record = judgement.record
        belongs = before.institution_id if before is not None and before.verdict == Verdict.SAME else None
        left = record.institution_id
        if judgement.verdict == Verdict.SAME or belongs:
            _belong(record, belongs)
        touched = recompute({pk for pk in (judgement.institution_id, belongs, left) if pk})
        subjects = _subjects(record, *touched)
    ask_again(judgement.asked)
    if judgement.record is not None and before is None:
        _leave_to_people(judgement, actor)
    write_event("resolution.undo_judgement", judgement, actor=actor, subjects=subjects)


def _leave_to_people(judgement: Judgement, actor: Actor) -> None:
    """What was judged without a person, and taken back by one, is not judged so again behind their back."""
    record, institution = judgement.record, judgement.institution
    by_itself = judgement.verdict == Verdict.SAME and judgement.actor_kind == "system"
    if not by_itself or actor.actor_kind == "system" or judgement.reason in (Reason.FOUNDED, Reason.PICKED):
        return
    assert record is not None
    assert institution is not None
    _write(
        actor, now(),
        record=record, institution=institution, verdict=Verdict.UNSURE, reason=Reason.PERSON, score=judgement.score,
    )  # fmt: skip
    Candidate.objects.get_or_create(
        record=record, institution=institution, defaults={"score": 0.5 if judgement.score is None else judgement.score}
    )


def _no_longer_unsure(judgement: Judgement) -> None:
    """The question stands where it stood before somebody was unsure."""
    for record, institution, _score, _why, unsure_by in judgement.asked or []:
        Candidate.objects.filter(record=record, institution=institution).update(
            unsure_by=unsure_by, put_off=len(unsure_by.split())
        )
    if not judgement.asked and judgement.record is not None:
        Candidate.objects.filter(record=judgement.record, institution=judgement.institution).delete()


def _restore(judgement: Judgement, actor: Actor, at: dt.datetime) -> Judgement | None:
    """Put in force again, as a new row, what the undone judgement had replaced; the one that says where it belongs."""
    replaced = Judgement.objects.filter(
        replaced_at=judgement.made_at, record=judgement.record, left=judgement.left, right=judgement.right
    ).exclude(pk=judgement.pk)
    restored = [
        _write(
            actor, at,
            record=old.record, institution=old.institution, left=old.left, right=old.right,
            verdict=old.verdict, reason=old.reason, score=old.score, note=old.note,
        )
        for old in replaced.order_by("id")
    ]  # fmt: skip
    return next((one for one in restored if one.verdict == Verdict.SAME), restored[0] if restored else None)
