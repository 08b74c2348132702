"""Finds the parts of a page, and its links to parts of pages (#part)."""

import re
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.extract.place import Places
from crawler.extract.tree import attribute
from crawler.links import Jump
from crawler.page import part_mark
from crawler.urls import join

# Scripts that make parts of their own, or show one page or another by what stands behind #.
SCRIPTED = (
    "location.hash hashchange pushState vue-router vueRouter VueRouter hashHistory createRouter"
    " $routeProvider tocbot docsify ng-view ui-view <router-view"
).split()
SCRIPTED_SOURCE = re.compile(
    r"(?:^|[/._-])(?:vue|react|angular|ember|docsify|tocbot|toc|catalog|anchor|fullpage|gitbook|"
    r"app|chunk-vendors|runtime|umi|turn|pdf)(?:[._-]|$)",
    re.I,
)
# The route of a script, an instruction to the browser, or nothing that names a part.
NO_PART = re.compile(r"[!/?~:]|.*[=&/?].*|javascript|none$|void|null$|undefined$", re.I)
HANDLED = (
    "onclick onmousedown onmouseover data-toggle data-target data-bs-toggle data-tab data-href"
    " data-url role aria-controls rel"
).split()


def parts_of(parser: LexborHTMLParser, html: str, scripts: tuple[str, ...]) -> bytes | None:
    """Return the digests of the parts of a page, None where scripts may make others."""
    if any(word in html for word in SCRIPTED):
        return None
    if any(SCRIPTED_SOURCE.search(address.rpartition("/")[2]) for address in scripts):
        return None
    names = {attribute(node, "id") for node in parser.css("[id]")}
    names |= {attribute(node, "name") for node in parser.css("a[name]")}
    return b"".join(sorted(part_mark(name) for name in names if name))


class Jumps:
    """The links of one page that lead to parts of pages."""

    def __init__(self, url: str, base: str, html: str) -> None:
        self._url = url.partition("#")[0]
        self._base = base
        self._html = html
        self.found: dict[tuple[str, str], Jump] = {}

    def add(
        self, anchor: LexborNode, href: str, text: str, places: Places, *, is_frame: bool
    ) -> None:
        """Take in a link whose address has a #."""
        reference, _, part = href.strip().partition("#")
        if not part or NO_PART.match(part) or "\ufffd" in unquote(part):
            return
        attributes = anchor.attributes
        if any(name in attributes for name in HANDLED):
            return
        url = join(self._base, reference) if reference else join(self._base, self._base)
        if not url or "#" in url or (url, part) in self.found:
            return
        if url == self._url and self._is_mentioned(part):
            return
        self.found[url, part] = Jump(url, part, text, is_frame, places.around(anchor))

    def _is_mentioned(self, part: str) -> bool:
        """Whether a script or an attribute names the part: then a click does something else."""
        name = re.escape(unquote(part))
        return re.search(rf"(?<!href=)[\"'][#.]?{name}[\"'\s\]:>]", self._html) is not None
