"""A bug to be injected: what stands in a file, and what is put in its place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mutant:
    """A bug: what stands in a file, and what is put in its place."""

    name: str
    file: str
    old: str
    new: str
