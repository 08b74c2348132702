"""Says where on a page an element stands: a short selector of the named element around it."""

import re

from selectolax.lexbor import LexborNode

from crawler.extract.tree import attribute

# Of the elements around a link, the nearest two with a name of their own tell it from others.
LEVELS = 2
LONGEST = 120
# Numbers and states change from page to page and from visit to visit.
NAME = re.compile(r"-?[A-Za-z_\u4e00-\u9fff][\w\u4e00-\u9fff-]*")
STATES = frozenset(
    "active on cur current hover selected first last odd even clearfix fl fr".split()
)
ENDS = ("body", "html")


class Places:
    """The places of one page; elements around several links are looked at once."""

    def __init__(self) -> None:
        self._known: dict[int, str] = {}

    def around(self, node: LexborNode) -> str:
        """Return the selector of the named element around a node, "" if there is none."""
        parent = node.parent
        return self.of(parent) if parent is not None else ""

    def of(self, node: LexborNode) -> str:
        """Return the selector of an element, or of the named element around it."""
        passed: list[int] = []
        names: list[str] = []
        current: LexborNode | None = node
        while current is not None and current.tag not in ENDS and len(names) < LEVELS:
            if not names and current.mem_id in self._known:
                names = [self._known[current.mem_id]]
                break
            name, is_unique = _name(current)
            if not names:
                passed.append(current.mem_id)
            if name:
                names.append(name)
            if is_unique:
                break
            current = current.parent
        place = " ".join(reversed(names))[:LONGEST]
        self._known.update((number, place) for number in passed)
        return place


def _name(node: LexborNode) -> tuple[str, bool]:
    attributes = node.attributes
    identity = attributes.get("id") or ""
    if NAME.fullmatch(identity):
        return f"{node.tag}#{identity}", True
    for each in (attributes.get("class") or "").split():
        if each not in STATES and NAME.fullmatch(each):
            return f"{node.tag}.{each}", False
    return "", False


def place_of(node: LexborNode) -> str:
    """Return the selector of one element."""
    return Places().of(node)


def label_of(node: LexborNode) -> str:
    """Return the words by which a form or frame is known, "" if it has none."""
    names = (attribute(node, name) for name in ("title", "name", "id"))
    return next((name for name in names if name), "")
