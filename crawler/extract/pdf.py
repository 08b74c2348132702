"""PDF text by pypdfium2 (BSD-3): the text layer page by page."""

import pypdfium2

from crawler.extract.content import Content, ContentBuilder, ExtractError
from crawler.site import FileLimits


def read(body: bytes, limits: FileLimits) -> Content:
    """Return the text layer; a scan without one, or an encrypted file, is an `ExtractError`."""
    try:
        document = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise ExtractError("PDF 文件已加密，需要密码才能打开") from error
        raise ExtractError("PDF 文件已损坏，无法打开") from error
    try:
        return _text(document, limits)
    finally:
        document.close()


def _text(document: pypdfium2.PdfDocument, limits: FileLimits) -> Content:
    builder = ContentBuilder(limits)
    count = min(len(document), limits.pages)
    if count < len(document):
        builder.leave_out(f"PDF 超过 {limits.pages} 页，其余未检查")
    blank = 0
    for number in range(count):
        page = document[number]
        text_page = page.get_textpage()
        text = text_page.get_text_bounded().replace("\r\n", "\n").replace("￾", "")
        text_page.close()
        page.close()
        blank += not text.strip()
        builder.add(f"第 {number + 1} 页", text)
    if blank and blank == len(document):
        raise ExtractError("PDF 是扫描件或图片，没有可检查的文字")
    if blank:
        builder.leave_out(f"有 {blank} 页是扫描件或图片，没有可检查的文字")
    return builder.build()
