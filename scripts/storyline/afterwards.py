"""Judges the story."""

from storyline.office import Office


def verdict(office: Office, seconds: float) -> int:
    return 0
