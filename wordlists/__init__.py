"""Word lists: terms with the conditions that make them precise, and the matcher over them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists that the rules use."""
