"""Turns faults that a person can mend into one sentence and an exit code."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from checks.mask import mask
from xunjian.reasons import DISK_FAULTS, reason

USAGE, INCOMPLETE = 2, 3
# By module and name: importing the classes would import half the product for `--help`.
EXIT_CODES = {
    ("xunjian.config", "ConfigError"): USAGE,
    ("xunjian.prepublish", "UnreadableError"): USAGE,
    ("wordlists.table", "WordListError"): USAGE,
    ("xunjian.allow", "PhraseError"): USAGE,
    ("ledger.lifecycle", "IllegalTransitionError"): USAGE,
    ("ledger.errors", "ReasonRequiredError"): USAGE,
    ("ledger.errors", "RefusedError"): USAGE,
    ("ledger.errors", "UnknownIssueError"): USAGE,
    ("ledger.errors", "UnknownNoticeError"): USAGE,
    ("notifier.docx_template", "TemplateError"): USAGE,
    ("xunjian.formal_letter", "NoScanError"): INCOMPLETE,
    ("ledger.errors", "StaleIssueError"): INCOMPLETE,
    ("ledger.errors", "NoticeTakenError"): INCOMPLETE,
    ("ledger.errors", "LedgerError"): INCOMPLETE,
    ("xunjian.draft", "DraftError"): INCOMPLETE,
    ("xunjian.folders", "BusyError"): INCOMPLETE,
    ("xunjian.picture", "PictureError"): INCOMPLETE,
    ("crawler.snapshot", "SnapshotError"): INCOMPLETE,
}


@contextmanager
def explained() -> Iterator[None]:
    """Print a known fault's sentence to stderr and exit with its code."""
    try:
        yield
    except (ValueError, RuntimeError, LookupError) as error:
        for kind in type(error).__mro__:
            code = EXIT_CODES.get((kind.__module__, kind.__name__))
            if code is not None:
                sys.stderr.write(f"{mask(str(error))}\n")
                sys.exit(code)
        raise
    except OSError as error:
        # A full disk or a folder without permission; what else names no file is a fault of ours.
        if error.filename is None and error.errno not in DISK_FAULTS:
            raise
        place = f"{error.filename}：" if error.filename is not None else ""
        sys.stderr.write(f"{place}无法读写（{reason(error)}）\n")
        sys.exit(INCOMPLETE)
    except KeyboardInterrupt:
        sys.stderr.write("已中断\n")
        sys.exit(130)
