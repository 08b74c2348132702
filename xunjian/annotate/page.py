"""Annotates texts and web pages: an HTML copy of the text with the words highlighted."""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise

from checks.finding import Severity
from checks.mask import mask
from checks.placed import is_told, shown_places
from checks.views import Document
from xunjian.annotate.note import MOST_PLACES, Note
from xunjian.annotate.spans import Span, spans_of

CLASSES = {Severity.CRITICAL: "critical", Severity.ERROR: "error", Severity.WARNING: "warning"}
# No script, no picture, no address: what the file says is shown, and never done.
HEAD = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title><style>
body {{ font: 16px/1.8 "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; margin: 2em auto; max-width: 50em; padding: 0 1em; }}
ol {{ background: #f6f6f6; padding: 1em 1em 1em 3em; }} li {{ white-space: pre-line; margin-bottom: .6em; }}
pre {{ white-space: pre-wrap; font: inherit; border-top: 1px solid #999; padding-top: 1em; }}
mark {{ background: #ffdd5a; }} .critical {{ background: #ff8a8a; }} .warning {{ background: #a8d8ff; }}
sup {{ color: #a00; }} sup a {{ color: inherit; text-decoration: none; }}
</style></head><body>
"""


def annotate(document: Document, notes: Sequence[Note], name: str) -> bytes:
    """Return a page with the list of findings and the text, every mark highlighted."""
    title = mask(name)
    parts = [HEAD.format(title=escape(title)), f"<h1>{escape(title)}</h1>\n<ol>\n"]
    for number, note in enumerate(notes, 1):
        # The text below does not show what a page carries unseen.
        listed = note.text + (f"\n证据：{note.evidence}" if note.evidence else "")
        if note.places and not is_told(note.places, note.evidence):
            listed += f"\n位置：{shown_places(note.places, MOST_PLACES)}"
        parts.append(f'<li id="n{number}">{escape(listed)}</li>\n')
    parts += ["</ol>\n<pre>", *_text(document, notes), "</pre>\n</body></html>\n"]
    return "".join(parts).encode()


def _text(document: Document, notes: Sequence[Note]) -> Iterator[str]:
    """Yield the escaped text, cut wherever a mark begins or ends."""
    spans = [
        (number, span)
        for number, note in enumerate(notes, 1)
        for _, span in spans_of(document, note)
        if span is not None
    ]
    borders = sorted({0, len(document.text), *(b for _, s in spans for b in (s.start, s.end))})
    opening: dict[int, list[tuple[int, Span]]] = {}
    for number, span in spans:
        opening.setdefault(span.start, []).append((number, span))
    active: list[tuple[int, Span]] = []
    for start, end in pairwise(borders):
        active = [one for one in active if one[1].end > start] + opening.get(start, [])
        words = escape(document.text[start:end])
        if not active:
            yield words
            continue
        worst = min((notes[number - 1] for number, _ in active), key=lambda one: one.severity.rank)
        said = escape("\n\n".join(notes[number - 1].text for number, _ in active))
        ending = (number for number, span in active if span.end == end)
        signs = "".join(f'<sup><a href="#n{number}">{number}</a></sup>' for number in ending)
        yield f'<mark class="{CLASSES[worst.severity]}" title="{said}">{words}</mark>{signs}'
