"""An Office Open XML package (ISO/IEC 29500-2) whose parts are changed one by one, the rest kept."""

import posixpath
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from xunjian.annotate.note import AnnotateError

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
CONTENT_TYPES = "[Content_Types].xml"
# The oldest day that a ZIP file can name: a copy made twice is the same twice.
STAMP = (1980, 1, 1, 0, 0, 0)


class Parts:
    """The parts of a package in memory; a tree that was asked for is written as it then is."""

    def __init__(self, body: bytes) -> None:
        self._zip = ZipFile(BytesIO(body))
        self._trees: dict[str, etree._Element] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._trees or name in self._zip.namelist()

    def tree(self, name: str, *, recover: bool = False) -> etree._Element:
        """Return a part's tree, to be read or changed; `recover` bears what is no strict XML."""
        if name not in self._trees:
            parser = etree.XMLParser(
                resolve_entities=False, no_network=True, load_dtd=False, recover=recover
            )
            try:
                self._trees[name] = etree.fromstring(self._zip.read(name), parser)
            except (etree.XMLSyntaxError, KeyError) as error:
                raise AnnotateError("文件结构特殊，无法加批注") from error
        return self._trees[name]

    def add(self, name: str, root: etree._Element, media: str) -> None:
        """Add a part with its media type."""
        self._trees[name] = root
        override = etree.SubElement(self.tree(CONTENT_TYPES), f"{{{TYPES}}}Override")
        override.set("PartName", f"/{name}")
        override.set("ContentType", media)

    def free_name(self, pattern: str) -> str:
        """Return the first name of a pattern (xl/comments{}.xml) that no part has."""
        number = 1
        while pattern.format(number) in self:
            number += 1
        return pattern.format(number)

    def related(self, part: str, kind: str) -> str:
        """Return the part to which `part` has a relation that ends in `kind`, "" if to none."""
        name = _relations_name(part)
        for each in self.tree(name) if name in self else ():
            if str(each.get("Type", "")).endswith(f"/{kind}"):
                return self.target(part, str(each.get("Target", "")))
        return ""

    def targets(self, part: str) -> dict[str, str]:
        """Return the parts to which `part` has relations, by their ids."""
        name = _relations_name(part)
        return {
            str(each.get("Id")): self.target(part, str(each.get("Target", "")))
            for each in (self.tree(name) if name in self else ())
        }

    def relate(self, part: str, target: str, kind: str) -> str:
        """Add a relation and return its id."""
        name = _relations_name(part)
        if name not in self:
            self._trees[name] = etree.Element(
                f"{{{RELATIONS}}}Relationships", nsmap={None: RELATIONS}
            )
        root = self.tree(name)
        taken = {str(each.get("Id")) for each in root}
        number = next(n for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
        relation = etree.SubElement(root, f"{{{RELATIONS}}}Relationship")
        relation.set("Id", f"rId{number}")
        relation.set("Type", kind)
        relation.set("Target", posixpath.relpath(target, posixpath.dirname(part)))
        return f"rId{number}"

    def target(self, part: str, target: str) -> str:
        """Return the name of the part that a relation's target means."""
        if target.startswith("/"):
            return target.lstrip("/")
        return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))

    def build(self) -> bytes:
        """Return the package."""
        out = BytesIO()
        with ZipFile(out, "w", ZIP_DEFLATED) as package:
            for info in self._zip.infolist():
                if info.filename not in self._trees:
                    package.writestr(info, self._zip.read(info), ZIP_DEFLATED)
            for name, root in self._trees.items():
                content = etree.tostring(
                    root, xml_declaration=True, encoding="UTF-8", standalone=True
                )
                package.writestr(ZipInfo(name, STAMP), content, ZIP_DEFLATED)
        return out.getvalue()


def _relations_name(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
