"""Codes of the vocabularies that code itself speaks of.

The files in data/reference/ hold their labels, and a test keeps both the same. A vocabulary that is only chosen
from and shown (fields, reasons for refusal, languages) has no class here.
"""

from enum import StrEnum


class SupportKind(StrEnum):
    """How a country supported Korea in the war of 1950-1953."""

    COMBAT = "combat"
    MEDICAL = "medical"
    MATERIAL = "material"
    OFFERED = "offered"


class LevelGroup(StrEnum):
    PRIMARY = "primary"
    LOWER_SECONDARY = "lower_secondary"
    UPPER_SECONDARY = "upper_secondary"


class ExchangeType(StrEnum):
    JOINT_CLASS = "joint_class"
    VISIT_OUTBOUND = "visit_outbound"
    VISIT_INBOUND = "visit_inbound"
    SISTER_SCHOOL = "sister_school"
    TEACHER_EXCHANGE = "teacher_exchange"
    PROJECT = "project"
    LANGUAGE = "language"
    HOMESTAY = "homestay"
    SERVICE = "service"
    BLENDED = "blended"
    MAIL = "mail"


class InstitutionKind(StrEnum):
    SCHOOL = "school"
    EDUCATION_OFFICE = "education_office"
    MINISTRY = "ministry"
    LOCAL_GOVERNMENT = "local_government"
    KOREAN_EDUCATION_CENTRE = "korean_education_centre"
    MUSEUM_MEMORIAL = "museum_memorial"
    NGO = "ngo"
    UNIVERSITY = "university"
    OTHER = "other"


class Cefr(StrEnum):
    A1 = "A1"
    A2 = "A2"
    B1 = "B1"
    B2 = "B2"
    C1 = "C1"
    C2 = "C2"
