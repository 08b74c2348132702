"""Writes a paper as slides, with notes, a hidden slide and texts of pictures."""

from io import BytesIO

from pptx import Presentation
from pptx.shapes.shapetree import SlideShapes
from pptx.util import Cm

from tests.documents.paper import Grid, Paper, Paragraph, Planting, Sample
from tests.documents.values import Values


def write(paper: Paper, values: Values) -> Sample:
    """Return one slide for each block, and what is not shown."""
    planting = Planting(paper, values)
    show = Presentation()
    blank = show.slide_layouts[6]
    number = 0
    for block in paper.blocks:
        number += 1
        slide = show.slides.add_slide(blank)
        if isinstance(block, Paragraph):
            planting.note(block.secrets, f"幻灯片 {number}")
            box = slide.shapes.add_textbox(Cm(1), Cm(1), Cm(20), Cm(4))
            box.text_frame.text = block.text
        else:
            planting.note((spot.secret for spot in block.spots), f"幻灯片 {number}")
            _add_table(slide.shapes, block)
    last = show.slides.add_slide(blank)
    number += 1
    last.notes_slide.notes_text_frame.text = planting.hide("备注")
    box = last.shapes.add_textbox(Cm(1), Cm(1), Cm(20), Cm(4))
    box.text_frame.text = "谢谢大家"
    box._element.nvSpPr.cNvPr.set("descr", planting.hide("说明|替代"))
    hidden = show.slides.add_slide(blank)
    hidden._element.set("show", "0")
    hidden.shapes.add_textbox(Cm(1), Cm(1), Cm(20), Cm(4)).text_frame.text = planting.hide("隐藏")
    show.core_properties.title = paper.title
    show.core_properties.keywords = planting.hide("属性")
    out = BytesIO()
    show.save(out)
    return planting.sample(f"{paper.title}.pptx", out.getvalue())


def _add_table(shapes: SlideShapes, grid: Grid) -> None:
    rows, columns = len(grid.rows), len(grid.rows[0])
    table = shapes.add_table(rows, columns, Cm(1), Cm(1), Cm(23), Cm(rows)).table
    for row, texts in enumerate(grid.rows):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
