"""Bugs in what scans do: closing, moving, and dying half-way."""

from tests.ledger.machine.mutant import Mutant

# Scans, closing, people.
LEDGER = (
    Mutant(
        "a second look right after the first closes",
        "ledger/closing.py",
        "looked_at - row.absent_since >= APART",
        "looked_at > row.absent_since",
    ),
    Mutant(
        "a page that is gone for a moment closes",
        "ledger/closing.py",
        "(how != GONE and (is_claimed or is_asked))",
        "(is_claimed or is_asked)",
    ),
    Mutant(
        "a look from before the claim confirms it",
        "ledger/closing.py",
        "is_claimed = row.claimed_at is not None and row.claimed_at < looked_at",
        "is_claimed = row.claimed_at is not None",
    ),
    Mutant(
        "an old look closes what a newer one met",
        "ledger/plan.py",
        "or row.last_seen > scan.started:",
        "or row.last_seen > now:",
    ),
    Mutant(
        "a look from before the claim refutes it",
        "ledger/plan.py",
        "row.claimed_at is not None and row.claimed_at < scan.started",
        "row.claimed_at is not None",
    ),
    Mutant(
        "late evidence reopens what is closed",
        "ledger/plan.py",
        "        if scan.started >= row.closed_at:\n",
        "        if True:\n",
    ),
    Mutant(
        "a relapse keeps its old deadline",
        "ledger/apply.py",
        "_RENEW = _MOVE.values(\n    due=None,",
        "_RENEW = _MOVE.values(",
    ),
    Mutant(
        "a page that was not looked at counts as seen",
        "ledger/sight.py",
        "return subject in self.result.subjects or subject in self.result.gone",
        "return True",
    ),
    Mutant(
        "what is undecided counts as mended",
        "ledger/sight.py",
        'if {("", subject), (code, subject)} & self.blanket:',
        'if {("", subject), (code, subject)} <= self.blanket:',
    ),
    Mutant(
        "an interrupted scan closes",
        "ledger/sight.py",
        "if result.incomplete or code not in result.codes",
        "if code not in result.codes",
    ),
    Mutant(
        "a changed rule closes many without asking",
        "ledger/standing.py",
        "return bool(mark and row.rule_mark and mark != row.rule_mark)",
        "return False",
    ),
    Mutant(
        "what a question is about is closed before the answer",
        "ledger/plan.py",
        "if row.held_by is None and row.id in standing.asked_about:",
        "if False:",
    ),
    Mutant(
        "an expired exemption is told in the old cycle",
        "ledger/lifecycle.py",
        "RENEWING = frozenset({Event.RELAPSE, Event.REOPEN, Event.EXPIRE, Event.ASSIGN})",
        "RENEWING = frozenset({Event.RELAPSE, Event.REOPEN, Event.ASSIGN})",
    ),
    Mutant(
        "an exemption that has not ended is opened",
        "ledger/plan.py",
        "return until is not None and until < local_day(now)",
        "return until is not None",
    ),
    Mutant(
        "whoever asks may also grant",
        "ledger/requests.py",
        "if actor.strip() == found.applicant.strip():",
        "if False:",
    ),
    Mutant(
        "a deadline may be extended again and again",
        "ledger/decide.py",
        "if before.extended_from is not None:",
        "if False:",
    ),
    Mutant(
        "an issue that was met again is still half mended",
        "ledger/apply.py",
        "    absences=0,\n    absent_since=None,\n)",
        ")",
    ),
    Mutant(
        "a scan that is applied twice counts twice",
        "ledger/apply.py",
        "if not scans.begin(connection, scan, incomplete, now):",
        "if not scans.begin(connection, scan, incomplete, now) and False:",
    ),
    Mutant(
        "notices are queued without an entry in the log",
        "ledger/ledger.py",
        'self._seal(connection, "登记通报", now, notices=numbers)',
        "pass",
    ),
    Mutant(
        "a return leaves the claim standing",
        "ledger/apply.py",
        "_RETURN = _MOVE.values(claimed_at=None, returns=issue.c.returns + 1)",
        "_RETURN = _MOVE.values(returns=issue.c.returns + 1)",
    ),
    Mutant(
        "whether it was in time is asked of the last look",
        "ledger/closing.py",
        "done = min(since, row.claimed_at) if is_claimed else since",
        "done = looked_at",
    ),
)

MOVES = (
    Mutant(
        "a page that was not looked at has moved",
        "ledger/moves.py",
        "    if row.subject in result.gone:\n        return True\n",
        "    if row.subject not in result.subjects:\n        return True\n",
    ),
    Mutant(
        "a page that is still there has moved",
        "ledger/moves.py",
        "bool(result.facts(row.subject).leads_to) and row.subject not in result.subjects",
        "True",
    ),
    Mutant(
        "of two copies one is taken for the page that is gone",
        "ledger/moves.py",
        "        if not rivals:\n",
        "        if True:\n",
    ),
    Mutant(
        "an older look moves what a newer one met",
        "ledger/moves.py",
        "if scan.started < max(row.last_seen, row.absent_since or row.last_seen):",
        "if False:",
    ),
    Mutant(
        "a closed issue moves",
        "ledger/moves.py",
        "if State(row.state) is State.FIXED or row.sources:",
        "if row.sources:",
    ),
    Mutant(
        "what has moved is opened anew as well",
        "ledger/apply.py",
        "    met.follow(moves)\n",
        "",
    ),
    Mutant(
        "what has moved is not known by its new address",
        "ledger/moves.py",
        "b_fingerprint=move.fingerprint,",
        "b_fingerprint=move.row.fingerprint,",
    ),
    Mutant(
        "what has moved begins a new round",
        "ledger/lifecycle.py",
        "Event.EXPIRE, Event.ASSIGN})\n\nTABLE",
        "Event.EXPIRE, Event.ASSIGN, Event.MOVE})\n\nTABLE",
    ),
    Mutant(
        "pages of one title on other days are one page",
        "ledger/likeness.py",
        "        return math.inf\n",
        "        return LIKE_TEXT\n",
    ),
    Mutant(
        "pages made from one template are one page",
        "ledger/likeness.py",
        "LIKE_TEXT_OF_SERIES = 0.3, 0.9, 0.97",
        "LIKE_TEXT_OF_SERIES = 0.3, 0.3, 0.3",
    ),
    Mutant(
        "where the old address leads does not count",
        "ledger/moves.py",
        "is_led = result.facts(subject).leads_to == other",
        "is_led = False",
    ),
    Mutant(
        "another spelling of an address is another page",
        "checks/finding.py",
        "return self.facts(subject).identity or subject",
        "return subject",
    ),
    Mutant(
        "what is gone with half of its page is mended",
        "ledger/sight.py",
        "return length is not None and length < LEAST_LEFT * before",
        "return False",
    ),
)

KILLS = (
    Mutant(
        "a scan and what follows from it are two transactions",
        "ledger/ledger.py",
        "            if not applied.repeated:\n",
        "        with self._store.write() as connection:\n            if not applied.repeated:\n",
    ),
    Mutant(
        "a letter and the log of it are two transactions",
        "ledger/ledger.py",
        '            numbers = " ".join(map(str, ids))\n            self._seal',
        "        with self._store.write() as connection:\n"
        '            numbers = " ".join(map(str, ids))\n            self._seal',
    ),
    Mutant(
        "an answer to a request and the log of it are two transactions",
        "ledger/desk.py",
        '            self._seal(connection, f"{made.kind}申请：{made.state}"',
        "        with self._store.write() as connection:\n"
        '            self._seal(connection, f"{made.kind}申请：{made.state}"',
    ),
)
