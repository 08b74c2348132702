"""Requests with a form, written as addresses: the web-archive convention for POST in an index."""

from collections.abc import Mapping
from urllib.parse import urlencode

from crawler.urls import canonical

# What pywb and its kin append to the address of a POST request, before the form itself.
MARK = "__wb_method=POST"


def as_post(url: str, form: Mapping[str, str]) -> str:
    """Return the address that stands for sending `form` to `url`.

    It is canonical; form fields that `canonical` takes for session ids are therefore left out.
    """
    separator = "&" if "?" in url else "?"
    return canonical(f"{url}{separator}{MARK}&{urlencode(form)}")


def split_post(address: str) -> tuple[str, bytes | None]:
    """Return the URL to ask and the form to send there, None for an ordinary GET."""
    url, mark, form = address.partition(MARK)
    is_parameter = "?" in url and url[-1] in "?&" and form[:1] in ("", "&")
    if not mark or not is_parameter:
        return address, None
    return url[:-1], form[1:].encode("ascii", "replace")
