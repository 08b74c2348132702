"""The formats in which papers are written, and the samples of a seed."""

from collections.abc import Callable, Iterator
from functools import partial
from random import Random

from tests.documents import bundles, fixed, plain, portable, scans, sheets, slides, web, words
from tests.documents.leaks import LEAKS, farm_subsidy, house_repair, scrapped_cars, sentences
from tests.documents.paper import Paper, Sample
from tests.documents.traps import TRAPS
from tests.documents.values import Values

Writer = Callable[[Paper, Values], Sample]
WRITERS: dict[str, Writer] = {
    "html": web.write,
    "html (gbk)": partial(web.write, charset="gbk"),
    "txt": plain.write_txt,
    "txt (gbk)": partial(plain.write_txt, charset="gb18030"),
    "csv": partial(plain.write_csv, charset="utf-8-sig"),
    "csv (gbk)": plain.write_csv,
    "rtf": plain.write_rtf,
    "docx": words.write,
    "xlsx": sheets.write,
    "pptx": slides.write,
    "pdf": portable.write,
    "ofd": fixed.write,
}
ARCHIVES = ("zip", "7z", "tar.gz")
# What fits on one page.
SCANNED = (farm_subsidy, house_repair, scrapped_cars, sentences)
# Words, sheets and pages by turns, so that each archive holds several kinds.
_PACKED = ("docx", "xlsx", "txt (gbk)", "pdf")


def written(format_name: str, number: int) -> Sample:
    """Return a file; every second number is a paper in which there is nothing to hide."""
    values = Values(Random(f"{format_name} {number}"))
    papers = TRAPS if number % 2 else LEAKS
    paper = papers[number // 2 % len(papers)](values)
    return WRITERS[format_name](paper, values)


def packed(kind: str, number: int) -> Sample:
    """Return an archive of that kind, with another archive in it."""
    names = [_PACKED[(number + n) % len(_PACKED)] for n in range(2)]
    members = [written(name, 2 * number + n) for n, name in enumerate(names)]
    members.append(bundles.telling_name(Values(Random(f"{kind} {number}"))))
    inner = bundles.zipped([written("xlsx", 2 * number + 4)], "内层.zip")
    pack = {"zip": bundles.zipped, "7z": bundles.seven_zipped, "tar.gz": bundles.tarred}[kind]
    return pack([*members, inner])


def scanned(look: scans.Look, number: int, *, as_pdf: bool) -> Sample:
    """Return a page that went through the scanner."""
    values = Values(Random(f"{look} {number}"))
    paper = SCANNED[number % len(SCANNED)](values)
    write = scans.write_pdf if as_pdf else scans.write_picture
    return write(paper, values, look)


def texts(numbers: range) -> Iterator[tuple[str, Sample]]:
    """Yield the samples of all formats that carry their text, with the format's name."""
    for number in numbers:
        for name in WRITERS:
            yield name, written(name, number)
        for kind in ARCHIVES:
            if number % 4 == 0:
                yield kind, packed(kind, number // 4)
