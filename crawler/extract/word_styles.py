"""Knows which styles of a Word file hide their text."""

from dataclasses import dataclass, field

from lxml import etree

from crawler.extract.word_tree import attribute, is_on


@dataclass(slots=True)
class Styles:
    """The styles by type and name: whether each hides its text, and what it is based on."""

    _hides: dict[tuple[str, str], bool | None] = field(default_factory=dict)
    _parents: dict[tuple[str, str], str] = field(default_factory=dict)

    def take(self, root: etree._Element) -> None:
        """Read the part that defines the styles."""
        for style in root.iter("{*}style"):
            kind, parent = attribute(style, "type"), style.find("{*}basedOn")
            mark = style.find("{*}rPr/{*}vanish")
            names = [attribute(style, "styleId")]
            if attribute(style, "default") in ("1", "true", "on"):
                # What names no style has the default one.
                names.append("")
            for name in names:
                self._hides[kind, name] = None if mark is None else is_on(mark)
                self._parents[kind, name] = "" if parent is None else attribute(parent, "val")

    def is_hidden(self, kind: str, name: str) -> bool | None:
        """Whether a style hides its text, None if neither it nor those it is based on say so."""
        seen: set[str] = set()
        while name not in seen:
            seen.add(name)
            hides = self._hides.get((kind, name))
            if hides is not None:
                return hides
            parent = self._parents.get((kind, name), "")
            if not parent:
                return None
            name = parent
        return None
