"""Web archive records (WARC 1.1, ISO 28500), each a gzip member of its own."""

import gzip
from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus
from io import BytesIO
from uuid import uuid4

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

# Of the levels, the one where time and size are in balance for Chinese HTML.
COMPRESSION = 4
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
# The body is stored as it is, without the encodings of its transport.
TRANSPORT = frozenset({"content-encoding", "content-length", "transfer-encoding"})
STAMP = "%Y-%m-%dT%H:%M:%SZ"


def response_record(
    url: str, status: int, headers: Sequence[tuple[str, str]], body: bytes, at: datetime
) -> bytes:
    """Return the record of an answer."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=False, warc_version="WARC/1.1")
    kept = [(name, value) for name, value in headers if name.lower() not in TRANSPORT]
    record = writer.create_warc_record(
        url,
        "response",
        payload=BytesIO(body),
        length=len(body),
        http_headers=StatusAndHeaders(f"{status} {_phrase(status)}", kept, protocol="HTTP/1.1"),
        warc_headers_dict={"WARC-Date": at.strftime(STAMP)},
    )
    writer.write_record(record)
    return gzip.compress(out.getvalue(), COMPRESSION, mtime=0)


def revisit_record(url: str, profile: str, at: datetime, first_at: datetime) -> bytes:
    """Return the record of an answer that is the same as the one of `first_at`."""
    lines = (
        "WARC/1.1",
        "WARC-Type: revisit",
        f"WARC-Record-ID: <urn:uuid:{uuid4()}>",
        f"WARC-Date: {at.strftime(STAMP)}",
        f"WARC-Target-URI: {url}",
        f"WARC-Profile: {profile}",
        f"WARC-Refers-To-Target-URI: {url}",
        f"WARC-Refers-To-Date: {first_at.strftime(STAMP)}",
        "Content-Length: 0",
    )
    return gzip.compress(("\r\n".join(lines) + "\r\n\r\n\r\n\r\n").encode(), 1, mtime=0)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
