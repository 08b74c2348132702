"""Files of formats that no library writes (doc, wps, xls, et, ppt), kept with their contents."""

import gzip
from pathlib import Path

from tests.documents.paper import Kind, Planted, Sample
from tests.documents.values import id_number

# Made once with LibreOffice by make.py in that folder.
FILES = Path(__file__).parents[1] / "crawler/files"


def _person(seed: int) -> str:
    return id_number("110101", f"190{seed % 10}0{1 + seed % 9}1{seed % 9}", f"{100 + seed}")


def _places(*places: tuple[int, str]) -> tuple[Planted, ...]:
    return tuple(Planted(Kind.ID, _person(seed), (place,)) for seed, place in places)


def kept() -> tuple[Sample, ...]:
    """Return the files with what they disclose, where; .wps and .et are the same under new names."""
    notice = _places((1, "删除"), (2, "表 1 第 2 行"), (3, "表 1 第 3 行"), (4, "批注"))
    account = Planted(Kind.PASSBOOK, "110" + "0" * 15, ("工作表“名单”.*E3",))
    sheet = _places((5, "批注"), (6, "工作表“名单”.*隐藏的 C 列"), (7, "隐藏的第 4 行"))
    sheet = (*sheet, account)
    talk = _places((8, "备注"), (9, "幻灯片 1"))
    contents = {
        ("notice.doc", "notice.wps"): notice,
        ("notice.rtf",): _places((1, "删除"), (2, ""), (3, ""), (4, "批注")),
        ("list.xls", "list.et"): sheet,
        ("talk.ppt", "talk.dps"): talk,
    }
    return tuple(
        Sample(name, _body(names[0]), planted)
        for names, planted in contents.items()
        for name in names
        if _path(names[0]) is not None
    )


def _path(name: str) -> Path | None:
    paths = (FILES / name, FILES / f"{name}.gz")
    return next((path for path in paths if path.is_file()), None)


def _body(name: str) -> bytes:
    path = _path(name)
    assert path is not None, name
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
