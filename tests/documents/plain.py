"""Writes a paper as plain text, as CSV and as RTF."""

import csv
from io import StringIO

from tests.documents.paper import Grid, Paper, Paragraph, Planting, Sample
from tests.documents.values import Values

# As a mail program or an old editor breaks lines, through numbers too.
_LINE = 38


def write_txt(paper: Paper, values: Values, charset: str = "utf-8") -> Sample:
    """Return the text; paragraphs are broken into lines now and then."""
    planting = Planting(paper, values)
    breaks = values.random.random() < 0.4
    between = values.random.choice(("\t", "  ", " "))
    lines = [paper.title, ""]
    for block in paper.blocks:
        if isinstance(block, Paragraph):
            planting.note(block.secrets)
            text = block.text
            cuts = range(0, len(text), _LINE if breaks else len(text))
            lines.extend(text[cut : cut + _LINE] if breaks else text for cut in cuts)
        else:
            planting.note_rows(block, lambda row: ())
            lines.extend(between.join(cell for cell in row if cell) for row in block.rows)
    body = "\r\n".join(lines).encode(charset)
    return planting.sample(f"{paper.title}.txt", body)


def write_csv(paper: Paper, values: Values, charset: str = "gbk") -> Sample:
    """Return the tables with what stands around them."""
    planting = Planting(paper, values)
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([paper.title])
    for block in paper.blocks:
        if isinstance(block, Paragraph):
            planting.note(block.secrets)
            writer.writerow([block.text])
        else:
            planting.note_rows(block, lambda row: ())
            writer.writerows(block.rows)
    return planting.sample(f"{paper.title}.csv", out.getvalue().encode(charset))


def write_rtf(paper: Paper, values: Values) -> Sample:
    """Return the document with header, footer, footnote, comment, hidden and deleted text."""
    planting = Planting(paper, values)
    parts = [
        r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}}",
        rf"{{\info{{\title {_signs(paper.title)}}}{{\subject {_signs(planting.hide('属性'))}}}}}",
        rf"{{\header \pard {_signs(planting.hide('页眉'))}\par}}",
        rf"{{\footer \pard {_signs(planting.hide('页脚'))}\par}}",
        rf"\pard\qc\b {_signs(paper.title)}\b0\par",
    ]
    for block in paper.blocks:
        if isinstance(block, Paragraph):
            planting.note(block.secrets)
            parts.append(rf"\pard {_signs(block.text)}\par")
        else:
            planting.note_rows(block, lambda row: ())
            parts.extend(_rtf_rows(block))
    parts += [
        rf"\pard {_signs('见脚注')}{{\footnote \pard {_signs(planting.hide('脚注'))}}}\par",
        rf"\pard {_signs('另见')}{{\v {_signs(planting.hide('隐藏'))}}}\par",
        rf"\pard {_signs('修订')}{{\deleted {_signs(planting.hide('删除'))}}}\par",
        rf"\pard {_signs('待核')}{{\*\atnid A}}{{\*\annotation \pard "
        rf"{_signs(planting.hide('批注'))}}}\par}}",
    ]
    return planting.sample(f"{paper.title}.rtf", "\n".join(parts).encode("ascii"))


def _rtf_rows(grid: Grid) -> list[str]:
    width = 9000 // len(grid.rows[0])
    edges = "".join(rf"\cellx{width * n}" for n in range(1, len(grid.rows[0]) + 1))
    rows = (
        rf"\trowd{edges}\pard\intbl " + "".join(rf"{_signs(cell)}\cell " for cell in row) + r"\row"
        for row in grid.rows
    )
    return [*rows, r"\pard"]


def _signs(text: str) -> str:
    """Write Chinese as Word does, in bytes of the code page, or by number where it has none."""
    signs: list[str] = []
    for sign in text:
        if sign in "\\{}":
            signs.append("\\" + sign)
        elif sign.isascii():
            signs.append(sign)
        else:
            signs.extend(f"\\'{byte:02x}" for byte in sign.encode("gb18030"))
    return "".join(signs)
