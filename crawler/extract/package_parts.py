"""What every Office file carries besides its text: properties, links, charts, data of programs."""

from collections.abc import Iterable, Mapping
from itertools import islice
from types import MappingProxyType

from lxml import etree

from crawler.extract.content import ContentBuilder, ExtractError
from crawler.extract.ooxml import Package, local

PROPERTIES = {
    "title": "标题",
    "subject": "主题",
    "creator": "作者",
    "keywords": "关键词",
    "description": "备注",
    "lastModifiedBy": "最后修改者",
    "category": "类别",
    "contentStatus": "状态",
    "created": "创建时间",
    "modified": "修改时间",
    "lastPrinted": "打印时间",
    "Company": "单位",
    "Manager": "经理",
    "HyperlinkBase": "超链接基础",
}
NOWHERE: Mapping[str, str] = MappingProxyType({})
MAX_LINKS = 20_000


def tree_or_note(
    package: Package, name: str, what: str, builder: ContentBuilder, *, is_sloppy: bool = False
) -> etree._Element | None:
    """Parse a part that the file can be read without; note it when it cannot be read."""
    try:
        return package.tree(name, is_sloppy=is_sloppy)
    except ExtractError as error:
        builder.leave_out(f"{what}没有检查（{error}）")
        return None


def texts(root: etree._Element, *names: str) -> list[str]:
    """Return the texts of the elements of these names, blank ones left out."""
    tags = [f"{{*}}{name}" for name in names]
    return [text for node in root.iter(*tags) if (text := (node.text or "").strip())]


def paragraphs(root: etree._Element) -> list[str]:
    """Return the paragraphs of a drawing's text; runs are joined to whole words."""
    found = []
    for paragraph in root.iter("{*}p"):
        parts = (
            "\n" if local(node) == "br" else node.text or ""
            for node in paragraph.iter("{*}t", "{*}br")
        )
        if text := "".join(parts).strip():
            found.append(text)
    return found


def add_common(package: Package, builder: ContentBuilder) -> None:
    """Add properties, addresses of links and data of programs."""
    for name in package.find(r"docProps/(?:core|app|custom)\d*\.xml"):
        root = tree_or_note(package, name, "文档属性", builder)
        if root is not None:
            builder.add("文档属性", "\n".join(_properties(root)))
    addresses: dict[str, None] = {}
    for name in package.find(r"(?:.*/)?_rels/[^/]*\.rels"):
        try:
            links = package.links(name)
        except ExtractError as error:
            builder.leave_out(f"链接地址没有检查（{error}）")
            continue
        outside = (link.target for link in links if link.is_external and link.target)
        addresses.update(dict.fromkeys(islice(outside, MAX_LINKS)))
    builder.add("链接地址", "\n".join(addresses))
    for name in package.find(r"customXml/item\d*\.xml"):
        root = tree_or_note(package, name, "自定义数据", builder)
        if root is not None:
            builder.add("自定义数据", "\n".join(_lines(root.itertext())))
    if package.has_twins:
        builder.leave_out("文件内有重名的部分，只检查了其中之一")


def _lines(parts: Iterable[object]) -> Iterable[str]:
    return (line for part in parts if (line := str(part).strip()))


def _properties(root: etree._Element) -> Iterable[str]:
    for node in root.iterchildren("*"):
        name = local(node)
        label = str(node.get("name", "")) if name == "property" else PROPERTIES.get(name, "")
        value = " ".join(_lines(node.itertext()))
        if label and value:
            yield f"{label}：{value}"


def add_graphics(
    package: Package, builder: ContentBuilder, places: Mapping[str, str] = NOWHERE
) -> None:
    """Add what charts and diagrams hold; `places` knows where some of them stand."""
    for name in package.find(r"(?:word|xl|ppt)/charts/chart[^/]*\.xml"):
        place = f"{places[name]}（图表）" if name in places else "图表"
        root = tree_or_note(package, name, place, builder)
        if root is not None:
            builder.add(place, "\n".join((*paragraphs(root), "\t".join(texts(root, "v", "pt")))))
    for name in package.find(r"(?:word|xl|ppt)/diagrams/data[^/]*\.xml"):
        place = f"{places[name]}（示意图）" if name in places else "示意图"
        root = tree_or_note(package, name, place, builder)
        if root is not None:
            builder.add(place, "\n".join(paragraphs(root)))
