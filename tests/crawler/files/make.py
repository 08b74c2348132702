"""Makes the old office files beside it with LibreOffice: python -m tests.crawler.files.make.

They are committed, since the machines that run the tests need no LibreOffice.
"""

import gzip
import subprocess
import tempfile
from pathlib import Path

from tests.crawler.people import person

HERE = Path(__file__).parent
SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "draw": "drawing",
        "meta": "meta",
        "presentation": "presentation",
        "number": "datastyle",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
    }.items()
)
DATE = "table:style-name='date'"
DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
WHO = "<dc:creator>审稿人</dc:creator><dc:date>2026-01-05T09:00:00</dc:date>"
META = (
    "<office:meta><dc:title>补助名单底稿</dc:title>"
    "<meta:initial-creator>拟稿人王某</meta:initial-creator>"
    "<dc:subject>主题词</dc:subject><dc:description>备注里的话</dc:description></office:meta>"
)


def flat(kind: str, styles: str, body: str) -> str:
    """Return a flat OpenDocument file."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {SPACES} {DC} '
        f'office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.{kind}">'
        f"{META}{styles}<office:body>{body}</office:body></office:document>"
    )


def text_cells(*texts: str) -> str:
    """Return a row of a text document's table."""
    cells = "".join(
        f"<table:table-cell office:value-type='string'><text:p>{text}</text:p></table:table-cell>"
        for text in texts
    )
    return f"<table:table-row>{cells}</table:table-row>"


def document() -> str:
    """Return a text document with everything that can hide in one."""
    styles = (
        "<office:styles><style:style style:name='Standard' style:family='paragraph'/></office:styles>"
        "<office:automatic-styles>"
        "<style:style style:name='H' style:family='text'>"
        "<style:text-properties text:display='none'/></style:style>"
        "<style:style style:name='F' style:family='graphic'><style:graphic-properties/></style:style>"
        "<style:page-layout style:name='L'><style:page-layout-properties/><style:header-style/>"
        "<style:footer-style/></style:page-layout></office:automatic-styles>"
        "<office:master-styles><style:master-page style:name='Standard' style:page-layout-name='L'>"
        "<style:header><text:p>页眉文字</text:p></style:header>"
        "<style:footer><text:p>页脚文字</text:p></style:footer>"
        "</style:master-page></office:master-styles>"
    )
    changes = (
        "<text:tracked-changes><text:changed-region text:id='c1'><text:deletion>"
        f"<office:change-info>{WHO}</office:change-info>"
        f"<text:p>删掉的号码{person(1)}</text:p></text:deletion></text:changed-region>"
        "<text:changed-region text:id='c2'><text:insertion>"
        f"<office:change-info>{WHO}</office:change-info></text:insertion></text:changed-region>"
        "</text:tracked-changes>"
    )
    inner = (
        "<table:table table:name='Inner'><table:table-column table:number-columns-repeated='2'/>"
        f"{text_cells('内层', '表格')}</table:table>"
    )
    table = (
        "<table:table table:name='T'><table:table-column table:number-columns-repeated='3'/>"
        f"{text_cells('姓名', '证件号码', '说明')}"
        f"{text_cells('张某', person(2), '')}"
        f"{text_cells('李某', person(3), '第一行</text:p><text:p>第二行')}"
        "<table:table-row><table:table-cell office:value-type='string'><text:p>王某</text:p>"
        f"</table:table-cell><table:table-cell>{inner}</table:table-cell>"
        "<table:table-cell office:value-type='string'><text:p>完</text:p></table:table-cell>"
        "</table:table-row></table:table>"
    )
    paragraphs = (
        "<text:p>关于发放补助的通知</text:p><text:p/>"
        "<text:p>正文<text:span text:style-name='H'>隐藏的话</text:span>可见"
        f"<office:annotation>{WHO}<text:p>批注里的号码{person(4)}</text:p></office:annotation>。</text:p>"
        "<text:p>保留<text:change text:change-id='c1'/>的话，<text:change-start "
        "text:change-id='c2'/>新加的话<text:change-end text:change-id='c2'/>。</text:p>"
        "<text:p>见脚注<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>脚注文字</text:p></text:note-body></text:note>和尾注"
        "<text:note text:note-class='endnote'><text:note-citation>i</text:note-citation>"
        "<text:note-body><text:p>尾注文字</text:p></text:note-body></text:note></text:p>"
        "<text:p>框外<draw:frame draw:style-name='F' text:anchor-type='paragraph' svg:width='5cm' "
        "svg:height='2cm'><draw:text-box><text:p>框内文字</text:p></draw:text-box></draw:frame></text:p>"
        "<text:p>联系<text:a xlink:href='mailto:wang@example.com'>经办人</text:a></text:p>"
    )
    body = f"<office:text>{changes}{paragraphs}{table}<text:p>落款 𠮷某</text:p></office:text>"
    return flat("text", styles, body)


def cell(text: str, extra: str = "") -> str:
    """Return a text cell of a sheet."""
    return (
        f"<table:table-cell office:value-type='string' {extra}><text:p>{text}</text:p>"
        "</table:table-cell>"
    )


def value(number: str, kind: str = "float", extra: str = "") -> str:
    """Return a number or date cell of a sheet."""
    name = "date-value" if kind == "date" else "value"
    return (
        f"<table:table-cell office:value-type='{kind}' office:{name}='{number}' {extra}>"
        f"<text:p>{number}</text:p></table:table-cell>"
    )


def sheet() -> str:
    """Return a workbook with hidden columns, rows and sheets."""
    styles = (
        "<office:automatic-styles><style:style style:name='hid' style:family='table'>"
        "<style:table-properties table:display='false'/></style:style>"
        "<number:date-style style:name='D'><number:year number:style='long'/><number:text>-"
        "</number:text><number:month number:style='long'/><number:text>-</number:text>"
        "<number:day number:style='long'/></number:date-style>"
        "<style:style style:name='date' style:family='table-cell' style:data-style-name='D'/>"
        "</office:automatic-styles>"
    )
    note = f"<office:annotation>{WHO}<text:p>单元格批注{person(5)}</text:p></office:annotation>"
    head = (
        "<table:table-row><table:table-cell office:value-type='string' "
        "table:number-columns-spanned='2' table:number-rows-spanned='1'><text:p>基本情况</text:p>"
        "</table:table-cell><table:covered-table-cell/>"
        "<table:table-cell office:value-type='string' table:number-columns-spanned='1' "
        "table:number-rows-spanned='2'><text:p>证件号码</text:p></table:table-cell>"
        f"{cell('发放日期')}{cell('银行账号')}</table:table-row>"
        f"<table:table-row>{cell('姓名')}{cell('电话')}<table:covered-table-cell/>{cell('')}"
        f"{cell('')}</table:table-row>"
    )
    rows = (
        f"<table:table-row>{cell('张某')}{value('10000000000')}"
        f"<table:table-cell office:value-type='string'>{note}<text:p>{person(6)}</text:p>"
        f"</table:table-cell>{value('2026-01-05', 'date', extra=DATE)}"
        f"{value('110000000000000000')}</table:table-row>"
        f"<table:table-row table:visibility='collapse'>{cell('隐藏行的人')}{value('1.5')}"
        f"{cell(person(7))}</table:table-row>"
        f"<table:table-row/><table:table-row>{cell('李某')}{value('0.25')}{cell('无')}"
        "</table:table-row>"
    )
    columns = (
        "<table:table-column table:number-columns-repeated='2'/>"
        "<table:table-column table:visibility='collapse'/>"
        "<table:table-column table:number-columns-repeated='2'/>"
    )
    body = (
        f"<office:spreadsheet><table:table table:name='名单'>{columns}{head}{rows}</table:table>"
        "<table:table table:name='底稿' table:style-name='hid'><table:table-column/>"
        f"<table:table-row>{cell('底稿里的话')}</table:table-row></table:table></office:spreadsheet>"
    )
    return flat("spreadsheet", styles, body)


def box(text: str) -> str:
    """Return a text box on a slide."""
    return (
        "<draw:frame svg:x='2cm' svg:y='2cm' svg:width='12cm' svg:height='3cm'><draw:text-box>"
        f"<text:p>{text}</text:p></draw:text-box></draw:frame>"
    )


def slides() -> str:
    """Return a presentation with notes, a hidden slide and a comment."""
    styles = (
        "<office:automatic-styles><style:page-layout style:name='PM'>"
        "<style:page-layout-properties fo:page-width='28cm' fo:page-height='21cm'/>"
        "</style:page-layout><style:style style:name='hidden' style:family='drawing-page'>"
        "<style:drawing-page-properties presentation:visibility='hidden'/></style:style>"
        "</office:automatic-styles><office:master-styles>"
        "<style:master-page style:name='M' style:page-layout-name='PM'/></office:master-styles>"
    )
    notes = (
        "<presentation:notes><draw:frame presentation:class='notes' svg:x='2cm' svg:y='14cm' "
        f"svg:width='16cm' svg:height='10cm'><draw:text-box><text:p>备注里的号码{person(8)}</text:p>"
        "</draw:text-box></draw:frame></presentation:notes>"
    )
    outline = (
        "<draw:frame presentation:class='title' svg:x='2cm' svg:y='1cm' svg:width='24cm' "
        "svg:height='3cm'><draw:text-box><text:p>工作汇报</text:p></draw:text-box></draw:frame>"
    )
    comment = (
        f"<office:annotation svg:x='1cm' svg:y='1cm'>{WHO}<text:p>幻灯片批注</text:p>"
        "</office:annotation>"
    )
    body = (
        "<office:presentation>"
        f"<draw:page draw:name='a' draw:master-page-name='M'>{outline}{comment}"
        f"{box(f'证件号码{person(9)}')}{notes}</draw:page>"
        "<draw:page draw:name='b' draw:master-page-name='M' draw:style-name='hidden'>"
        f"{box('隐藏的幻灯片')}</draw:page>"
        f"<draw:page draw:name='c' draw:master-page-name='M'>{box('谢谢 Thanks')}</draw:page>"
        "</office:presentation>"
    )
    return flat("presentation", styles, body)


# The target of each conversion and the filter that makes it.
TARGETS = (
    ("document.fodt", document, "doc:MS Word 97", "notice.doc"),
    ("document.fodt", document, "rtf:Rich Text Format", "notice.rtf"),
    ("sheet.fods", sheet, "xls:MS Excel 97", "list.xls"),
    ("slides.fodp", slides, "ppt:MS PowerPoint 97", "talk.ppt.gz"),
)


def main() -> None:
    """Convert every source once."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for source, make, target, result in TARGETS:
            path = folder / source
            path.write_text(make(), encoding="utf-8")
            subprocess.run(
                [
                    *("soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"),
                    *("--convert-to", target, "--outdir", str(folder), str(path)),
                ],
                check=True,
                timeout=180,
            )
            made = path.with_suffix(f".{target.partition(':')[0]}").read_bytes()
            # LibreOffice adds a picture of the first slide, mostly zeros.
            is_packed = result.endswith(".gz")
            (HERE / result).write_bytes(gzip.compress(made, mtime=0) if is_packed else made)


if __name__ == "__main__":
    main()
