"""Whether numbers, calls and windows are as the journal tells of them (接待的账实核对).

The rows are bound by the entries' digests; here the entries are played back besides. A
number goes only where `TRANSITIONS` lets it, and stands where its last entry left it.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from yichuang.journal.agreement import Disagreement
from yichuang.journal.rows import Kept, Unbound
from yichuang.phrases import Phrase
from yichuang.reception.states import TRANSITIONS, State, WindowState

KEPT = (
    Kept("reception_service", Phrase("业务", "a service")),
    Kept("reception_windowservice", Phrase("窗口承办的业务", "a window's service")),
    Kept("reception_windowsession", Phrase("窗口坐席", "a session at a window")),
    Kept("reception_ticket", Phrase("号单", "a number"), left_out=("before",)),
    Kept("reception_call", Phrase("叫号", "a call"), once=True),
    Kept("reception_closing", Phrase("闭厅", "a closing of the day")),
    Kept("reception_appointment", Phrase("预约", "an appointment")),
    Kept("reception_dayoff", Phrase("停约的日子", "a day without appointments"), once=True),
    Kept(
        "reception_closed", Phrase("闭厅时号单的去向", "what a closing did to a number"), once=True
    ),
)
UNBOUND = (
    Unbound("reception_counter", Phrase("与号单核对", "compared with the numbers taken")),
    Unbound("reception_request", Phrase(
        "请求的幂等键，当日有效，过后删除；所办的事另有登记",
        "keys of requests, good for their day and then forgotten; what they made is bound itself")),
)  # fmt: skip

_STEPS = ", ".join(
    f"('{event}', '{{{','.join(before)}}}'::text[], '{after}')"
    for event, (before, after) in {**TRANSITIONS, "taken": ((), State.WAITING)}.items()
)
_TICKETS = f"""
WITH step(event, before, after) AS (VALUES {_STEPS}), told AS (
  SELECT id, subject, event, before, after, lag(after) OVER turn AS stood,
    lag(after, 2) OVER turn AS stood_before, lead(id) OVER turn IS NULL AS last
  FROM (  -- a number that is put back stands where the entry says
    SELECT e.id, subject, event, before,
      CASE WHEN event IN ('restored', 'undone') THEN e.data ->> 'state' ELSE after END AS after
    FROM journal_entry e JOIN step ON e.kind = 'ticket.' || event) e
  WINDOW turn AS (PARTITION BY subject ORDER BY id)
)
SELECT subject, id, 'step' FROM told
WHERE CASE WHEN event = 'taken' THEN stood IS NOT NULL
           ELSE stood IS NULL OR stood <> ALL(before)
             OR (event = 'undone' AND after IS DISTINCT FROM stood_before) END
UNION ALL
SELECT coalesce(e.subject, 'ticket:' || t.id), e.id,
  CASE WHEN t.id IS NULL THEN 'gone' WHEN e.id IS NULL THEN 'invented' ELSE 'state' END
FROM reception_ticket t
FULL JOIN (SELECT * FROM told WHERE last) e ON e.subject = 'ticket:' || t.id
WHERE e.after IS DISTINCT FROM t.state
UNION ALL
SELECT e.subject, e.id, 'taken' FROM journal_entry e
JOIN reception_ticket t ON e.subject = 'ticket:' || t.id
JOIN organization_site s ON s.id = t.site_id
LEFT JOIN LATERAL (  -- the guide desk gave it another class afterwards
  SELECT data FROM journal_entry WHERE subject = e.subject AND kind = 'ticket.prioritised'
  ORDER BY id DESC LIMIT 1) p ON true
WHERE e.kind = 'ticket.taken' AND (
  (e.happened_at, e.actor, e.site) <> (t.taken_at, t.source, s.code)
  OR e.data ->> 'number' <> t.number
  OR coalesce(p.data, e.data) ->> 'class' <> t.ticket_class
  OR coalesce(p.data, e.data) ->> 'ground' <> t.ground)
ORDER BY 1, 2
"""  # noqa: S608 (constants of ours)
_CALLS = """
SELECT coalesce(e.subject, 'ticket:' || c.ticket_id), e.id,
  CASE WHEN c.id IS NULL THEN 'gone' WHEN e.id IS NULL THEN 'invented' ELSE 'call' END
FROM (SELECT c.*, w.code AS code FROM reception_call c
      LEFT JOIN organization_window w ON w.id = c.window_id) c
FULL JOIN (SELECT * FROM journal_entry WHERE kind = 'ticket.called') e
  ON e.subject = 'ticket:' || c.ticket_id AND e.data ->> 'nth' = c.nth::text
WHERE c.id IS NULL OR e.id IS NULL OR e.happened_at <> c.at OR e.actor <> c.actor
  OR e.data ->> 'as' <> c.called_as OR e.data ->> 'book' <> c.book OR e.data ->> 'window' <> c.code
ORDER BY 1, 2
"""
_WINDOWS = """
WITH told AS (
  SELECT DISTINCT ON (subject) id, subject, CASE kind
    WHEN 'window.paused' THEN 'paused' WHEN 'window.closed' THEN 'closed' ELSE 'open' END AS state
  FROM journal_entry
  WHERE kind IN ('window.opened', 'window.resumed', 'window.paused', 'window.closed')
  ORDER BY subject, id DESC
), standing AS (
  SELECT 'window:' || s.code || ':' || w.code AS subject, o.state
  FROM reception_windowsession o JOIN organization_window w ON w.id = o.window_id
  JOIN organization_site s ON s.id = w.site_id WHERE o.closed_at IS NULL
)
SELECT coalesce(t.subject, o.subject), t.id, 'window'
FROM told t FULL JOIN standing o USING (subject)
WHERE coalesce(t.state, %s) <> coalesce(o.state, %s)
ORDER BY 1
"""
_COUNTERS = """
SELECT 'counter:' || coalesce(c.prefix, t.prefix) || ' ' || coalesce(c.day, t.day), NULL, 'counter'
FROM reception_counter c FULL JOIN (
  SELECT site_id, prefix, day, count(*) AS taken, max(seq) AS last FROM reception_ticket
  GROUP BY site_id, prefix, day
) t USING (site_id, prefix, day)
WHERE c.last IS DISTINCT FROM t.last OR t.taken <> t.last
ORDER BY 1
"""
_WHAT = {
    "step": Phrase("流水账中的步骤前后不通",
                   "a step on the journal that can't follow the one before"),
    "gone": Phrase("流水账中有记录而数据中没有：被删除",
                   "on the journal but not in the data: deleted"),
    "invented": Phrase("数据中有而流水账中没有：无中生有",
                       "in the data but not on the journal: invented"),
    "state": Phrase("状态与流水账推算的不符", "its state is not what the journal adds up to"),
    "taken": Phrase("号码、类别、来源或取号时间与流水账不符",
                    "number, class, source or time are not as the journal tells"),
    "call": Phrase("叫号的时间、窗口、人员或依据与流水账不符",
                   "time, window, person or ground of the call are not as the journal tells"),
    "window": Phrase("窗口的开闭与流水账不符", "open or closed is not as the journal tells"),
    "counter": Phrase("取号计数与号单不符", "the counter doesn't fit the numbers taken"),
}  # fmt: skip


def check() -> Iterator[Disagreement]:
    """Numbers, calls, windows and counters against what the entries add up to."""
    closed = WindowState.CLOSED.value
    for statement, values in (
        (_TICKETS, None), (_CALLS, None), (_WINDOWS, (closed, closed)), (_COUNTERS, None),
    ):  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            found = cursor.fetchall()
        for subject, entry_id, what in found:
            yield Disagreement(subject, entry_id, _WHAT[what])
