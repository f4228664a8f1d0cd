"""Looking for what must never be (核对): doubled or skipped numbers, one ticket twice at once.

The database refuses all of it; this asks the tables themselves, without trusting that.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from yichuang.database import ask
from yichuang.regulations.queries import in_force


class Faults(NamedTuple):
    """How often each was found in a site's day; all are 0."""

    doubled_numbers: int
    skipped_numbers: int
    calls_of_one_ticket_at_once: int
    out_of_order: int
    """Ordinary tickets of a service called before an earlier one that was waiting."""

    @property
    def any(self) -> bool:
        return any(self)


_DOUBLED = """
SELECT count(*) FROM (SELECT 1 FROM reception_ticket
  WHERE site_id = %(site)s::bigint AND day = %(day)s::date GROUP BY prefix, number
  HAVING count(*) > 1) twice
"""
_SKIPPED = """
SELECT coalesce(sum(last - taken), 0) FROM (
  SELECT prefix, max(seq) AS last, count(DISTINCT seq) AS taken FROM reception_ticket
  WHERE site_id = %(site)s::bigint AND day = %(day)s::date GROUP BY prefix) prefixes
"""
# A second call of a ticket needs an end of the first: a miss, a transfer and so on.
_AT_ONCE = """
SELECT count(*) FROM (
  SELECT c.ticket_id FROM reception_call c JOIN reception_ticket t ON t.id = c.ticket_id
  WHERE t.site_id = %(site)s::bigint AND c.day = %(day)s::date
  GROUP BY c.ticket_id
  HAVING count(*) > 1 + (SELECT count(*) FROM journal_entry e
    WHERE e.subject = 'ticket:' || c.ticket_id
      AND e.kind IN ('ticket.transferred', 'ticket.rejoined'))) again
"""
_OUT_OF_ORDER = """
SELECT count(*) FROM (
  SELECT t.seq, max(t.seq) OVER (PARTITION BY c.service_id, t.prefix ORDER BY c.id
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS highest
  FROM reception_call c JOIN reception_ticket t ON t.id = c.ticket_id
  WHERE t.site_id = %(site)s::bigint AND c.day = %(day)s::date AND c.nth = 1
    AND t.ticket_class = %(ordinary)s::text) calls
WHERE seq < highest
"""


def faults(site_id: int, day: date) -> Faults:
    """What is wrong with the numbers and calls of a day (R11)."""
    section = in_force(site_id, day).book.on(day).queue
    ordinary = section.ordinary if section else ""
    values = {"site": site_id, "day": day, "ordinary": ordinary}
    found = [ask(question, values) for question in (_DOUBLED, _SKIPPED, _AT_ONCE, _OUT_OF_ORDER)]
    return Faults(*(int(row[0]) if row else 0 for row in found))
