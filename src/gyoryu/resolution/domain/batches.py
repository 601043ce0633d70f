"""Accepting many together: those of a high score, after a person looked at a sample; one event, undone as a whole."""

import random
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gyoryu.audit.domain.trail import record as write_event
from gyoryu.common import bulk
from gyoryu.common.actors import Actor
from gyoryu.common.clock import now
from gyoryu.common.errors import BadInput, Conflict, DomainError, NotInThisState
from gyoryu.common.ids import new_pids
from gyoryu.reference import queries as reference
from gyoryu.registry.models import Record, Source
from gyoryu.resolution.domain.judgements import judge_different, judge_unsure
from gyoryu.resolution.domain.merging import recompute
from gyoryu.resolution.domain.questions import KEPT, ask_again
from gyoryu.resolution.domain.sweep import Pick, expected_wrong, picks_of
from gyoryu.resolution.enums import BatchState, Reason, Verdict
from gyoryu.resolution.models import Batch, Candidate, Judgement
from gyoryu.resolution.queries import in_force
from gyoryu.resolution.states import BATCH

__all__ = ["accept_batch", "check_sample", "draft_batch", "drop_batch", "undo_batch"]


@transaction.atomic
def draft_batch(source: Source | None = None, *, threshold: float, country: str = "", actor: Actor) -> Batch:
    """Name what would be accepted, and draw the sample that a person has to look at first."""
    least = reference.office().judging.bulk_from
    if not least <= threshold <= 1:
        raise BadInput(
            "threshold_too_low",
            _("Your office accepts nothing together below %(least)s. Choose a number from there to 1."),
            field="threshold",
            least=f"{least:g}",
        )
    last = Candidate.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    batch = Batch(
        threshold=threshold,
        country=country,
        source=source,
        up_to=last,
        made_by_pid=actor.actor_pid,
        made_by_label=actor.actor_label[:200],
    )
    picks = picks_of(batch)
    if not picks:
        raise DomainError("nothing_to_accept", _("Nothing has such a score and speaks against no rule."))
    drawn = random.Random(last).sample(picks, min(len(picks), reference.office().judging.bulk_sample))
    batch.sample = [_looked_at(pick) for pick in sorted(drawn, key=lambda pick: pick.score)]
    batch.count, batch.expected_wrong = len(picks), expected_wrong(picks)
    batch.save()
    write_event("resolution.draft_batch", batch, actor=actor, threshold=threshold, count=batch.count)
    return batch


def _looked_at(pick: Pick) -> dict[str, Any]:
    return {"record": pick.record_pid, "institution": pick.institution_pid, "score": pick.score, "verdict": ""}


@transaction.atomic
def check_sample(batch: Batch, *, record: str, verdict: str, actor: Actor) -> Batch:
    """What a person found about one of the sample. One that is not the same is judged so, and leaves the batch."""
    if batch.state != BatchState.DRAFTED:
        raise NotInThisState(now=batch.get_state_display(), wanted="drafted")
    if verdict not in Verdict.values:
        raise BadInput("unknown_verdict", _("Choose same, different or unsure."), field="verdict")
    found = next((one for one in batch.sample if one["record"] == record), None)
    if found is None:
        raise BadInput("not_in_the_sample", _("This pair is not one of the sample."), field="record")
    if found["verdict"] in (Verdict.DIFFERENT, Verdict.UNSURE):
        raise Conflict("judged_already", _("This pair was judged already; undo that in the list of judgements."))
    question = Candidate.objects.filter(record__pid=record, institution__pid=found["institution"])
    asked = question.select_related("record", "institution").first()
    if asked is None:
        raise Conflict("judged_already", _("This pair was judged already; undo that in the list of judgements."))
    if verdict == Verdict.DIFFERENT:
        judge_different(asked.record, institution=asked.institution, actor=actor)
    elif verdict == Verdict.UNSURE:
        judge_unsure(asked.record, institution=asked.institution, actor=actor)
    found["verdict"] = verdict
    found["by"] = actor.actor_label[:200]
    batch.save(update_fields=["sample"])
    write_event(
        "resolution.check_sample", batch, actor=actor,
        subjects=[("registry.record", asked.record_id)], verdict=verdict,
    )  # fmt: skip
    return batch


@transaction.atomic
def accept_batch(batch: Batch, *, actor: Actor) -> int:
    """Judge all of it the same in one go; how many. Refused while the sample is not looked at, or has a mistake."""
    if batch.looked_at < len(batch.sample):
        raise Conflict(
            "sample_not_checked",
            _("Look at the whole sample first: %(left)s of %(all)s are left."),
            left=len(batch.sample) - batch.looked_at,
            all=len(batch.sample),
        )
    if batch.found_wrong:
        raise Conflict(
            "sample_has_mistakes",
            _("%(wrong)s of the %(all)s looked at are not surely the same. Draft another with a higher score."),
            wrong=batch.found_wrong,
            all=len(batch.sample),
        )
    picks = picks_of(batch)
    expected = expected_wrong(picks)
    at = now()
    BATCH.move(
        batch,
        BatchState.ACCEPTED,
        count=len(picks),
        expected_wrong=expected,
        ended_by_label=actor.actor_label[:200],
        ended_at=at,
    )
    _judge(batch, picks, actor)
    institutions = sorted({pick.institution_id for pick in picks})
    touched = recompute(institutions)
    write_event(
        "resolution.accept_batch",
        batch,
        actor=actor,
        subjects=[
            *(("registry.record", pick.record_id) for pick in picks),
            *(("registry.institution", pk) for pk in touched),
        ],
        count=len(picks),
        threshold=batch.threshold,
        expected_wrong=round(expected, 3),
    )
    return len(picks)


def _judge(batch: Batch, picks: list[Pick], actor: Actor) -> None:
    """Set-based; what a person looked at in the sample counts as decided by a person."""
    by_person = {one["record"] for one in batch.sample}
    questions: dict[int, list[list[Any]]] = {pick.record_id: [] for pick in picks}
    for part in bulk.chunks(sorted(questions), 5_000):
        for row in Candidate.objects.filter(record__in=part).order_by("id").values_list(*KEPT):
            questions[row[0]].append(list(row))
        Candidate.objects.filter(record__in=part).delete()
        in_force().filter(record__in=part, verdict=Verdict.UNSURE).update(replaced_at=batch.ended_at)
    who = (actor.actor_kind, actor.actor_pid, actor.actor_label[:200])
    bulk.insert(
        Judgement,
        ("pid", "record", "institution", "verdict", "reason", "score", "note",
         "actor_kind", "actor_pid", "actor_label", "made_at", "batch", "asked"),
        (
            (pid, pick.record_id, pick.institution_id, Verdict.SAME.value,
             (Reason.PERSON if pick.record_pid in by_person else Reason.BATCH).value, pick.score, "",
             *who, batch.ended_at, batch.pk, questions[pick.record_id])
            for pid, pick in zip(new_pids(len(picks)), picks, strict=True)
        ),
    )  # fmt: skip
    bulk.update(Record, ("institution",), [(pick.institution_id, pick.record_id) for pick in picks])


@transaction.atomic
def drop_batch(batch: Batch, *, actor: Actor) -> Batch:
    """Accept none of it. What was found about the sample stays judged."""
    BATCH.move(batch, BatchState.DROPPED, ended_by_label=actor.actor_label[:200], ended_at=now())
    write_event("resolution.drop_batch", batch, actor=actor)
    return batch


@transaction.atomic
def undo_batch(batch: Batch, *, actor: Actor) -> int:
    """Take all of it back, but for what was judged otherwise since; how many records wait again."""
    at = now()
    BATCH.move(batch, BatchState.UNDONE, undone_by_label=actor.actor_label[:200], undone_at=at)
    mine = in_force().filter(batch=batch)
    rows = list(mine.values_list("record_id", "institution_id", "asked"))
    mine.update(replaced_at=at)
    records = sorted(record for record, _institution, _asked in rows)
    bulk.update(Record, ("institution",), [(None, record) for record in records])
    ask_again([question for _record, _institution, asked in rows for question in asked or []])
    touched = recompute({institution for _record, institution, _asked in rows})
    write_event(
        "resolution.undo_batch",
        batch,
        actor=actor,
        subjects=[
            *(("registry.record", record) for record in records),
            *(("registry.institution", pk) for pk in touched),
        ],
        count=len(rows),
    )
    return len(rows)
