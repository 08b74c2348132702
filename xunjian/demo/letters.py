"""Write the district head's mailbox: the list of letters, a page to write one, the letters."""

from dataclasses import dataclass

from xunjian.demo.addresses import serial
from xunjian.demo.content import Article, Column
from xunjian.demo.expand import expand
from xunjian.demo.press import Press, column_link, list_tags, title_of


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter as its page and its line in the list print it."""

    title: str
    url: str
    number: str
    sender: str
    kind: str
    asked: str
    question: str
    state: str
    office: str
    answered: str


def letter_view(press: Press, article: Article) -> LetterView:
    """Fill in what a letter's page shows beside the answer."""
    letter = article.letter
    if letter is None:
        raise ValueError(f"{article.id} is no letter")
    return LetterView(
        title=title_of(press, article),
        url=press.url(f"article:{article.id}"),
        number=f"QZ{serial(article.id)}",
        sender=letter.sender,
        kind=letter.kind,
        asked=article.published.isoformat(),
        question=expand(letter.question, article.clock, press.places),
        state=letter.state,
        office=letter.office,
        answered=letter.answered.isoformat() if letter.answered is not None else "",
    )


def write_letters(press: Press, column: Column) -> None:
    """Write the list of letters and the page on which a new one is written."""
    letters = [letter_view(press, article) for article in press.content.rows(column.id)]
    context = {
        "shape": column.shape,
        "page_title": f"{column.name}_{press.site.name}",
        "tags": list_tags(press, column),
        "column": column_link(press, column),
        "letters": letters,
        "form": f"{column.path}write.html",
    }
    press.page(press.url(f"column:{column.id}"), "letters.html", context)
    press.page(f"{column.path}write.html", "write.html", context)
