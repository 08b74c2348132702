"""Judges an answer by its HTTP status."""

from http import HTTPStatus

from crawler.page import Outcome


def outcome_of(status: int) -> Outcome:
    """Judge an HTTP status: only 404 and 410 are certain, refusals and server errors are not."""
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        return Outcome.GONE
    if status == HTTPStatus.NOT_MODIFIED:
        # Nobody has asked whether it was.
        return Outcome.UNKNOWN
    return Outcome.OK if status < HTTPStatus.BAD_REQUEST else Outcome.UNKNOWN
