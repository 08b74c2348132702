"""Makes OFD files (GB/T 33190) by hand."""

import zipfile
from dataclasses import dataclass, field
from io import BytesIO

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


@dataclass(frozen=True, slots=True)
class Written:
    """Text at a place of the page, in millimetres from its upper left corner."""

    text: str
    left: float = 20
    down: float = 30


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its texts, and a picture that fills it, b"" if none."""

    texts: tuple[Written, ...] = ()
    picture: bytes = b""


@dataclass(slots=True)
class Package:
    """An OFD file in the making; `parts` may replace or add any part."""

    sheets: tuple[Sheet, ...]
    note: str = ""
    author: str = ""
    attachment: bytes = b""
    parts: dict[str, str | bytes] = field(default_factory=dict)

    def build(self) -> bytes:
        """Return the file."""
        parts: dict[str, str | bytes] = {
            "OFD.xml": f'<ofd:OFD {SPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
            f"<ofd:DocID>1</ofd:DocID><ofd:Author>{self.author}</ofd:Author></ofd:DocInfo>"
            "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": self._document(),
            "Doc_0/DocumentRes.xml": self._resources(),
        }
        for number, sheet in enumerate(self.sheets):
            parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = _content(number, sheet)
            if sheet.picture:
                parts[f"Doc_0/Res/image_{number}.png"] = sheet.picture
        if self.note:
            parts["Doc_0/Annots/Page_0/Annotation.xml"] = (
                f'<ofd:PageAnnot {SPACE}><ofd:Annot ID="900" Type="Highlight" Creator="批注作者">'
                f"<ofd:Remark>{self.note}</ofd:Remark></ofd:Annot></ofd:PageAnnot>"
            )
        if self.attachment:
            parts["Doc_0/Attachs/Attachments.xml"] = (
                f'<ofd:Attachments {SPACE}><ofd:Attachment ID="1" Name="底稿" Format="csv">'
                "<ofd:FileLoc>list.csv</ofd:FileLoc></ofd:Attachment></ofd:Attachments>"
            )
            parts["Doc_0/Attachs/list.csv"] = self.attachment
        buffer = BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
            for name, part in (parts | self.parts).items():
                package.writestr(name, part)
        return buffer.getvalue()

    def _document(self) -> str:
        pages = "".join(
            f'<ofd:Page ID="{number + 1}" BaseLoc="Pages/Page_{number}/Content.xml"/>'
            for number in range(len(self.sheets))
        )
        attachments = "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>"
        return (
            f"<ofd:Document {SPACE}><ofd:CommonData><ofd:MaxUnitID>999</ofd:MaxUnitID><ofd:PageArea>"
            "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
            "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes></ofd:CommonData>"
            f"<ofd:Pages>{pages}</ofd:Pages>{attachments if self.attachment else ''}"
            '<ofd:Outlines><ofd:OutlineElem Title="书签里的话"/></ofd:Outlines></ofd:Document>'
        )

    def _resources(self) -> str:
        media = "".join(
            f'<ofd:MultiMedia ID="{500 + number}" Type="Image" Format="PNG">'
            f"<ofd:MediaFile>image_{number}.png</ofd:MediaFile></ofd:MultiMedia>"
            for number, sheet in enumerate(self.sheets)
            if sheet.picture
        )
        return (
            f'<ofd:Res {SPACE} BaseLoc="Res"><ofd:MultiMedias>{media}</ofd:MultiMedias></ofd:Res>'
        )


def _content(number: int, sheet: Sheet) -> str:
    objects = "".join(
        f'<ofd:TextObject ID="{100 + n}" Boundary="{each.left} {each.down} 150 6" Font="1" Size="4">'
        f'<ofd:TextCode X="0" Y="4" DeltaX="g {max(1, len(each.text) - 1)} {_width(each.text)}">'
        f"{each.text}</ofd:TextCode></ofd:TextObject>"
        for n, each in enumerate(sheet.texts)
    )
    if sheet.picture:
        objects += (
            f'<ofd:ImageObject ID="800" ResourceID="{500 + number}" Boundary="0 0 210 297" '
            'CTM="210 0 0 297 0 0"/>'
        )
    return (
        f'<ofd:Page {SPACE}><ofd:Content><ofd:Layer ID="2">{objects}</ofd:Layer></ofd:Content>'
        "</ofd:Page>"
    )


def _width(text: str) -> int:
    return 2 if text.isascii() else 4
