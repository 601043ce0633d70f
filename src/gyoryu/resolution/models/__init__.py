from gyoryu.resolution.models.judgement import Candidate, Judgement

__all__ = ["Candidate", "Judgement"]
