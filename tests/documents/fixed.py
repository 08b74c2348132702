"""Writes a paper as OFD (GB/T 33190), each line of text an object, with annotations."""

from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from tests.documents.paper import Grid, Paper, Paragraph, Planting, Sample
from tests.documents.values import Values

_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
# Millimetres: the page, a character, the room of a line.
_WIDTH, _HEIGHT, _MARGIN = 210.0, 297.0, 15.0
_SIZE, _LEADING = 3.5, 6.0
_ROOM = _WIDTH - 2 * _MARGIN
_CELL_GAP = 2.0


class _Pages:
    """Pages that are filled from top to bottom."""

    def __init__(self) -> None:
        self.pages: list[list[str]] = [[]]
        self.top = _MARGIN
        self._next_id = 100

    @property
    def number(self) -> int:
        """The page that is being filled, from 1."""
        return len(self.pages)

    def need(self, height: float) -> None:
        """Turn the page unless there is so much room."""
        if self.top + height > _HEIGHT - _MARGIN:
            self.pages.append([])
            self.top = _MARGIN

    def draw(self, text: str, left: float, top: float) -> None:
        """Draw one line of text."""
        self._next_id += 1
        steps = " ".join(f"{_advance(sign):g}" for sign in text[:-1])
        deltas = f' DeltaX="{steps}"' if steps else ""
        self.pages[-1].append(
            f'<ofd:TextObject ID="{self._next_id}" Boundary="{left:g} {top:g} '
            f'{_ROOM:g} {_LEADING:g}" Font="3" Size="{_SIZE}"><ofd:TextCode X="0" Y="{_SIZE}"'
            f"{deltas}>{escape(text)}</ofd:TextCode></ofd:TextObject>"
        )

    def rule(self, left: float, top: float, width: float, height: float) -> None:
        """Draw the frame of a cell."""
        self._next_id += 1
        around = f"M 0 0 L {width:g} 0 L {width:g} {height:g} L 0 {height:g} L 0 0"
        self.pages[-1].append(
            f'<ofd:PathObject ID="{self._next_id}" Boundary="{left:g} {top:g} {width:g} '
            f'{height:g}" LineWidth="0.25"><ofd:AbbreviatedData>{around}</ofd:AbbreviatedData>'
            "</ofd:PathObject>"
        )


def write(paper: Paper, values: Values) -> Sample:
    """Return the document."""
    planting = Planting(paper, values)
    pages = _Pages()
    for block in (Paragraph(paper.title), *paper.blocks):
        if isinstance(block, Paragraph):
            lines = _broken(block.text, _ROOM)
            pages.need(_LEADING * len(lines))
            planting.note(block.secrets, f"第 {pages.number} 页")
            for line in lines:
                pages.draw(line, _MARGIN, pages.top)
                pages.top += _LEADING
        else:
            _add_table(pages, block, planting)
    note = planting.hide("批注|注释|注解")
    keyword = planting.hide("属性")
    return planting.sample(f"{paper.title}.ofd", _packed(paper.title, pages.pages, note, keyword))


def _add_table(pages: _Pages, grid: Grid, planting: Planting) -> None:
    width = _ROOM / len(grid.rows[0])
    for number, row in enumerate(grid.rows):
        cells = [_broken(cell, width - _CELL_GAP) for cell in row]
        height = _LEADING * max(map(len, cells))
        pages.need(height)
        for column, lines in enumerate(cells):
            pages.rule(_MARGIN + column * width, pages.top, width, height)
            for place, line in enumerate(lines):
                pages.draw(line, _MARGIN + column * width + 0.5, pages.top + place * _LEADING)
        pages.top += height
        here = tuple(spot.secret for spot in grid.spots if spot.row == number)
        planting.note(here, f"第 {pages.number} 页")


def _advance(sign: str) -> float:
    return _SIZE / 2 if sign.isascii() else _SIZE


def _broken(text: str, room: float) -> list[str]:
    """Break a text into lines that fit."""
    lines, line, width = [], "", 0.0
    for sign in text:
        if width + _advance(sign) > room and line:
            lines.append(line)
            line, width = "", 0.0
        line += sign
        width += _advance(sign)
    return [*lines, line] if line else lines


def _packed(title: str, pages: list[list[str]], note: str, keyword: str) -> bytes:
    area = f"<ofd:PhysicalBox>0 0 {_WIDTH:g} {_HEIGHT:g}</ofd:PhysicalBox>"
    parts = {
        "OFD.xml": f'<ofd:OFD {_NS} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
        f"<ofd:DocID>{'0' * 31}1</ofd:DocID><ofd:Title>{escape(title)}</ofd:Title><ofd:Keywords>"
        f"<ofd:Keyword>{keyword}</ofd:Keyword></ofd:Keywords></ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_NS}><ofd:CommonData><ofd:MaxUnitID>9999"
        f"</ofd:MaxUnitID><ofd:PageArea>{area}</ofd:PageArea><ofd:PublicRes>PublicRes.xml"
        "</ofd:PublicRes></ofd:CommonData><ofd:Pages>"
        + "".join(
            f'<ofd:Page ID="{n + 1}" BaseLoc="Pages/Page_{n}/Content.xml"/>'
            for n in range(len(pages))
        )
        + "</ofd:Pages><ofd:Annotations>Annots/Annotations.xml</ofd:Annotations></ofd:Document>",
        "Doc_0/PublicRes.xml": f'<ofd:Res {_NS} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="3" '
        'FontName="宋体" FamilyName="宋体"/></ofd:Fonts></ofd:Res>',
        "Doc_0/Annots/Annotations.xml": f'<ofd:Annotations {_NS}><ofd:Page PageID="1">'
        "<ofd:FileLoc>Page_0/Annotation.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>",
        "Doc_0/Annots/Page_0/Annotation.xml": f'<ofd:PageAnnot {_NS}><ofd:Annot ID="9000" '
        'Type="Stamp" Creator="a" LastModDate="2024-03-15">'
        f"<ofd:Remark>{note}</ofd:Remark></ofd:Annot></ofd:PageAnnot>",
    }
    for number, objects in enumerate(pages):
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f"<ofd:Page {_NS}><ofd:Area>{area}</ofd:Area><ofd:Content>"
            f'<ofd:Layer ID="{50 + number}" Type="Body">{"".join(objects)}</ofd:Layer>'
            "</ofd:Content></ofd:Page>"
        )
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        for name, xml in parts.items():
            package.writestr(name, _HEAD + xml)
    return out.getvalue()
