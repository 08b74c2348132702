"""Chooses the form in which a simulated inspection is written."""

from crawler.site import Site
from xunjian.inspection import Extras, inspection
from xunjian.scorecard import Score


def as_form(score: Score, site: Site, form: str, extras: Extras | None = None) -> bytes:
    """Return the inspection as text, html, docx or xlsx; each form's library is loaded for it alone."""
    told = inspection(score, site, extras)
    if form == "text":
        from xunjian.score_text import render_text

        return render_text(told).encode()
    if form == "html":
        from xunjian.inspection_html import as_html

        return as_html(told)
    if form == "docx":
        from xunjian.inspection_word import as_word

        return as_word(told)
    from xunjian.inspection_excel import as_excel

    return as_excel(told)
