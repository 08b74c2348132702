"""What can go wrong with the ledger, one class per reaction; messages are Chinese sentences."""


class LedgerError(RuntimeError):
    """The ledger cannot be used: locked, not writable, full, damaged or of a newer version."""


class StaleIssueError(RuntimeError):
    """Somebody else changed the issue meanwhile; look at it again."""


class StaleNoticeError(RuntimeError):
    """This sender no longer holds the notice; it must not go on with it."""


class NoticeTakenError(RuntimeError):
    """Something in the list is queued already or no longer to be told; make the list anew."""


class UnknownIssueError(LookupError):
    """There is no issue of this number."""


class UnknownNoticeError(LookupError):
    """There is no message of this number in the outbox."""


class ReasonRequiredError(ValueError):
    """A decision that hides an issue needs a reason."""


class RefusedError(ValueError):
    """The ledger's rules forbid it; the sentence says which."""
