"""Judgements and the questions they answer; risky merges that wait for a second curator; what is accepted together."""

from gyoryu.resolution.models.batch import Batch
from gyoryu.resolution.models.judgement import Candidate, Judgement
from gyoryu.resolution.models.second_look import SecondLook

__all__ = ["Batch", "Candidate", "Judgement", "SecondLook"]
