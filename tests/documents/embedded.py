"""Small files that stand inside other files."""

from io import BytesIO

from xlsxwriter import Workbook

from tests.documents.paper import Planting


def workbook(planting: Planting, *place: str) -> bytes:
    """Return a workbook of one line, noted as standing at `place`."""
    out = BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("数据").write_string(0, 0, planting.hide(*place))
    return out.getvalue()
