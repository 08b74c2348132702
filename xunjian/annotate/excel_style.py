"""Colours cells of a workbook: each style that is in use gets a twin with another background."""

from copy import deepcopy

from lxml import etree

from checks.finding import Severity
from xunjian.annotate.package import Parts, S

STYLES = "xl/styles.xml"
COLOURS = {Severity.CRITICAL: "FFFFB3B3", Severity.ERROR: "FFFFE699", Severity.WARNING: "FFDDEBF7"}


class Paint:
    """The styles of one workbook with those that were added."""

    def __init__(self, parts: Parts) -> None:
        self._root = parts.tree(STYLES) if STYLES in parts else None
        self._fills: dict[Severity, int] = {}
        self._styles: dict[tuple[int, Severity], int] = {}

    def style(self, base: int, severity: Severity) -> int:
        """Return the number of the style that is like `base` in the severity's colour."""
        key = (base, severity)
        if key not in self._styles:
            self._styles[key] = self._add(base, severity)
        return self._styles[key]

    def _add(self, base: int, severity: Severity) -> int:
        styles = self._root.find(f"{S}cellXfs") if self._root is not None else None
        fills = self._root.find(f"{S}fills") if self._root is not None else None
        if styles is None or fills is None or base >= len(styles):
            return base
        if severity not in self._fills:
            fill = etree.SubElement(etree.SubElement(fills, f"{S}fill"), f"{S}patternFill")
            fill.set("patternType", "solid")
            etree.SubElement(fill, f"{S}fgColor").set("rgb", COLOURS[severity])
            etree.SubElement(fill, f"{S}bgColor").set("indexed", "64")
            self._fills[severity] = len(fills) - 1
            fills.set("count", str(len(fills)))
        twin = deepcopy(styles[base])
        twin.set("fillId", str(self._fills[severity]))
        twin.set("applyFill", "1")
        styles.append(twin)
        styles.set("count", str(len(styles)))
        return len(styles) - 1
