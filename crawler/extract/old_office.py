"""Chooses the reader of an OLE container by the streams that it holds."""

from crawler.extract import doc, ppt, xls
from crawler.extract.content import Content, ExtractError
from crawler.extract.ole import Compound
from crawler.site import FileLimits

READERS = (
    (doc.STREAM, doc.read),
    ("Workbook", xls.read),
    ("Book", xls.read),
    (ppt.STREAM, ppt.read),
)
LOCKED = "EncryptedPackage"
# What other programs keep in such containers.
OTHERS = (
    ("__properties_version1.0", "Outlook 邮件"),
    ("VisioDocument", "Visio 图"),
    ("FileHeader", "韩文文档"),
    ("MatOST", "Works 文档"),
    ("CONTENTS", "Works 文档"),
)


def read(body: bytes, limits: FileLimits) -> Content:
    """Return the content of a Word, Excel or PowerPoint file, whatever its name."""
    compound = Compound(body)
    if compound.has(LOCKED):
        raise ExtractError("文件已加密，无法读取")
    for stream, reader in READERS:
        if compound.has(stream):
            return reader(body, limits)
    for stream, name in OTHERS:
        if compound.has(stream):
            raise ExtractError(f"暂不支持读取{name}")
    raise ExtractError("文件已损坏，或者不是 Word、Excel、PowerPoint 文件")
