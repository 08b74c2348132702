"""Single questions to the host of a site, outside the crawl: names, home page, title."""

import asyncio
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from selectolax.lexbor import LexborHTMLParser

from crawler.curl import Answer, Curl, FetchError, Question, TooLargeError
from crawler.extract.encoding import decode
from crawler.network import is_public
from crawler.site import Site
from crawler.urls import host_of, join

MOST_BYTES = 4 * 1024 * 1024
MOST_REDIRECTS = 5
# What a browser shows as an error page. Firewalls answer programs with other codes (403, 412, 521).
ERROR_PAGES = frozenset({404, 410, 500, 502, 503, 504})
# The name server says that there is no such address, not that it cannot tell.
NO_ADDRESS = frozenset(
    getattr(socket, name)
    for name in ("EAI_NONAME", "EAI_NODATA", "EAI_ADDRFAMILY")
    if hasattr(socket, name)
)

Asked = Answer | FetchError


@dataclass(frozen=True, slots=True)
class Desk:
    """Asks on behalf of a site; a question takes `seconds` at most."""

    site: Site
    host: str
    seconds: float

    async def addresses(self, family: socket.AddressFamily) -> tuple[str, ...] | None:
        """Look up the host's addresses of one kind; None if the look-up failed."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self.seconds):
                found = await loop.getaddrinfo(
                    self.host, None, family=family, type=socket.SOCK_STREAM
                )
        except socket.gaierror as error:
            return () if error.errno in NO_ADDRESS else None
        except (TimeoutError, OSError, UnicodeError):
            return None
        # In IPv6 with a zone behind a percent sign.
        return tuple(dict.fromkeys(str(address[0]).partition("%")[0] for *_, address in found))

    def allowed(self, addresses: Sequence[str]) -> list[str]:
        """Return the addresses that may be asked: public ones, unless the site file says more."""
        if self.host in self.site.private_hosts:
            return list(addresses)
        return [each for each in addresses if is_public(each)]

    async def ask(self, url: str, family: int = 0) -> Asked:
        """Return the answer, or why there is none; `family` is 4, 6 or either."""
        curl = Curl(self.site.private_hosts)
        headers = [("User-Agent", self.site.limits.user_agent)]
        question = Question(url, headers, timeout=self.seconds, limit=MOST_BYTES, family=family)
        try:
            return await curl.ask(question)
        except TooLargeError:
            return Answer(HTTPStatus.OK, ())
        except FetchError as error:
            return error
        finally:
            curl.close()

    async def home(self, family: int) -> Asked:
        """Ask for the home page, along redirects that stay on the host."""
        url = self.site.start_url
        answer = await self.ask(url, family)
        for _ in range(MOST_REDIRECTS):
            url = "" if isinstance(answer, FetchError) else led_to(url, answer)
            if not url or host_of(url) != self.host:
                break
            answer = await self.ask(url, family)
        return answer


def led_to(url: str, answer: Answer) -> str:
    """Return where an answer leads, "" if nowhere or to what is no address."""
    return join(url, answer.location) if answer.location else ""


def title_of(answer: Asked | None) -> str:
    """Return the title of a page that answered well, "" for anything else."""
    if not isinstance(answer, Answer) or answer.status != HTTPStatus.OK:
        return ""
    node = LexborHTMLParser(decode(answer.body).text).css_first("title")
    return " ".join(node.text().split()) if node is not None else ""
