from gyoryu.missions.models.mission import Mission, MissionMember, Stop
from gyoryu.missions.models.visit import Evidence, Finding, Visit

__all__ = ["Evidence", "Finding", "Mission", "MissionMember", "Stop", "Visit"]
