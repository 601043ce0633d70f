"""Missions with their members and stops; visits with their findings, evidence and receipts."""

from gyoryu.missions.models.mission import Mission, MissionMember, Stop
from gyoryu.missions.models.visit import Evidence, Finding, Receipt, Visit

__all__ = ["Evidence", "Finding", "Mission", "MissionMember", "Receipt", "Stop", "Visit"]
