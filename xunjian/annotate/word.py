"""Annotates Word files: comments anchored at exactly the words that a finding is about."""

from collections.abc import Sequence
from io import BytesIO
from zipfile import BadZipFile

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError
from lxml import etree

from checks.views import Document
from xunjian.annotate.locate import Located, Spot
from xunjian.annotate.note import AUTHOR, INITIALS, AnnotateError, Note, without_place
from xunjian.annotate.spans import spans_of
from xunjian.annotate.word_blocks import Block, W, blocks_of
from xunjian.whereabouts import places_of

# Word takes these away with the text in them; the reference of a comment must survive.
TAKEN_AWAY = (f"{W}del", f"{W}moveFrom")


def annotate(body: bytes, document: Document, notes: Sequence[Note]) -> bytes:
    """Return the file with a comment at every mark, and one at the top that lists the others."""
    try:
        word = docx.Document(BytesIO(body))
    except (OpcError, BadZipFile, KeyError, ValueError) as error:
        raise AnnotateError("文件结构特殊，无法加批注") from error
    blocks = list(blocks_of(word))
    located = Located(document.text, [block.text for block in blocks])
    left_over: list[str] = []
    for note in notes:
        missed = []
        for mark, span in spans_of(document, note):
            spots = list(located.spots(span.start, span.end)) if span else []
            if not _comment(word, blocks, spots, note.text):
                missed.append(mark)
        if missed or not note.marks:
            left_over.append(note.listed(places_of(document, missed)))
    if left_over:
        _list_at_top(word, blocks, without_place(left_over))
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def _comment(word: WordDocument, blocks: Sequence[Block], spots: Sequence[Spot], text: str) -> bool:
    """Anchor a comment at the spots, as one range; False where the format has no room for it."""
    if not spots or blocks[spots[0].block].is_listed:
        return False
    first = blocks[spots[0].block]
    if first.carrier is not None:
        _add(word, first.carrier, first.carrier, text)
        return True
    # A range ends in the body too, and not before it begins.
    last = [spot for spot in spots if _is_plain(blocks[spot.block])][-1]
    if last.block > spots[0].block:
        start, _ = first.runs(spots[0].start, spots[0].end)
        _, end = blocks[last.block].runs(last.start, last.end)
    else:
        own = [spot for spot in spots if spot.block == spots[0].block]
        start, end = first.runs(own[0].start, max(own[0].end, own[-1].end))
    _add(word, start, end, text)
    return True


def _is_plain(block: Block) -> bool:
    return block.carrier is None and not block.is_listed


def _add(word: WordDocument, first: etree._Element, last: etree._Element, text: str) -> None:
    comment = word.comments.add_comment(text, author=AUTHOR, initials=INITIALS)
    number = str(comment.comment_id)
    first.addprevious(_element("commentRangeStart", number))
    end = _element("commentRangeEnd", number)
    last.addnext(end)
    reference = etree.Element(f"{W}r")
    reference.append(_element("commentReference", number))
    outer = next(end.iterancestors(*TAKEN_AWAY), end)
    outer.addnext(reference)


def _element(name: str, number: str) -> etree._Element:
    element = etree.Element(f"{W}{name}")
    element.set(f"{W}id", number)
    return element


def _list_at_top(word: WordDocument, blocks: Sequence[Block], text: str) -> None:
    """Put one comment on the first words of the body, or on its first paragraph."""
    for block in blocks:
        if block.text.strip() and _is_plain(block):
            _add(word, *block.runs(0, len(block.text)), text)
            return
    paragraph = next(word.element.iter(f"{W}p"), None)
    if paragraph is None:
        paragraph = word.add_paragraph()._p
    run = etree.SubElement(paragraph, f"{W}r")
    _add(word, run, run, text)
