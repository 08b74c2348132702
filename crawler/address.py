"""What a crawl has still to fetch, and what leads there."""

import sqlite3
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from crawler.page import Role

LISTS = (Role.COLUMN, Role.DATA)
NO_PAGES = (Role.PROBE, Role.RESOURCE)


@dataclass(frozen=True, slots=True)
class Address:
    """An address to fetch: why, for which column, how deep, met on which page, tried how often."""

    url: str
    role: Role
    column_id: str = ""
    depth: int = 0
    source: str = ""
    tries: int = 0


class Step(StrEnum):
    """How an address stands on a page: a further page of its list, a row of it, any link.

    FILE is a link that people take for an attachment though its address does not say so: a picture.
    RESOURCE is what the page is made of.
    """

    LIST = "l"
    DATA = "d"
    ENTRY = "e"
    LINK = "a"
    FILE = "f"
    RESOURCE = "r"


class Lead(NamedTuple):
    """An address that a page leads to."""

    step: Step
    url: str


def address_of(row: sqlite3.Row) -> Address:
    """Read an address from a row of the index."""
    return Address(
        url=row["url"],
        role=Role(row["role"]),
        column_id=row["column_id"],
        depth=row["depth"],
        source=row["source"],
        tries=row["tries"],
    )


def is_promotion(before: Role, column_id: str, role: Role) -> bool:
    """Whether a role tells more of an address than what it is known as, and of which column."""
    if before in NO_PAGES:
        return role not in NO_PAGES
    # An article that a list names stays one, even if another page counts it among its pages.
    return before is Role.PAGE and not column_id and role in LISTS
