"""What somebody with the database owner's rights could do behind the journal's back.

Each line: its name, what is done in words, the statement, and what the verifier names.
Statements may speak of `{issued}`, `{denied}`, `{waiting}`, `{accepted}` (cases) and
`{finished}`, `{ticket}`, `{held}` (numbers taken).
"""

from __future__ import annotations

from typing import NamedTuple


class Tampering(NamedTuple):
    name: str
    what: str
    sql: str
    named: str
    """What the verifier's finding begins with."""


_CASE = "(SELECT id FROM cases_case WHERE number = '{%s}')"
_FACT = "UPDATE cases_fact SET {set} WHERE kind = '{kind}' AND case_id = {case}"
_SPARE = "(SELECT max(id) FROM organization_person)"  # somebody who had nothing to do with it


def _fact(case: str, kind: str, sets: str) -> str:
    return _FACT.format(set=sets, kind=kind, case=_CASE % case)


def _case(case: str, sets: str) -> str:
    return f"UPDATE cases_case SET {sets} WHERE number = '{{{case}}}'"


def _json(field: str, value: str) -> str:
    return f"data = jsonb_set(data, '{{{{{field}}}}}', '{value}')"


_OWN = "(SELECT min(id) FROM {t})"


def _row(table: str, sets: str, where: str = "") -> str:
    return f"UPDATE {table} SET {sets} WHERE id = (SELECT max(id) FROM {table} {where})"


def _gone(table: str, where: str = "") -> str:
    return f"DELETE FROM {table} WHERE id = (SELECT max(id) FROM {table} {where})"


CASES = [
    Tampering("decision-approved", "A denial turned into an approval",
              _fact("denied", "decided", _json("decision", '"approve"')), "case:{denied}"),
    Tampering("decision-denied", "An approval turned into a denial",
              _fact("issued", "decided", _json("decision", '"deny"')), "case:{issued}"),
    Tampering("decision-reasons", "The reasons of a denial reworded",
              _fact("denied", "decided", _json("reasons", '"材料不全"')), "case:{denied}"),
    Tampering("opinion", "The reviewer's opinion reworded",
              _fact("denied", "reviewed", _json("opinion", '"建议准予"')), "case:{denied}"),
    Tampering("materials", "A missing paper turned into one handed in",
              _fact("waiting", "submitted", _json("materials,premises", '"ok"')), "case:{waiting}"),
    Tampering("notice-items", "What a correction notice asks for enlarged",
              _fact("waiting", "notified", _json("items", '["premises", "id_card"]')),
              "case:{waiting}"),
    Tampering("segment-days", "A special procedure made longer",
              _fact("issued", "segment_started", _json("days", "30")), "case:{issued}"),
    Tampering("segment-end", "A special procedure ended on another day",
              _fact("issued", "segment_ended", _json("on", '"2026-03-20"')), "case:{issued}"),
    Tampering("deemed", "An acceptance turned into one by silence",
              _fact("accepted", "accepted", _json("deemed", "true")), "case:{accepted}"),
    Tampering("signature", "The signature of a receipt exchanged",
              _fact("issued", "issued", _json("signed_by", '"00"')), "case:{issued}"),
    Tampering("fact-field-added", "A particular added to a fact",
              _fact("accepted", "accepted", "data = data || '{{\"tacit\": true}}'"),
              "case:{accepted}"),
    Tampering("fact-time", "A decision dated back",
              _fact("denied", "decided", "at = at - interval '3 days'"), "case:{denied}"),
    Tampering("fact-recorded", "The recorded time of a fact changed",
              _fact("denied", "reviewed", "recorded_at = recorded_at - interval '1 day'"),
              "case:{denied}"),
    Tampering("acceptance-time", "An acceptance dated forward",
              _fact("accepted", "accepted", "at = at + interval '2 days'"), "case:{accepted}"),
    Tampering("fact-actor", "Another name put on a review",
              _fact("denied", "reviewed", "actor = 'person:25'"), "case:{denied}"),
    Tampering("fact-person", "A review charged to another person",
              _fact("accepted", "accepted", f"person_id = {_SPARE}"), "case:{accepted}"),
    Tampering("fact-person-none", "The person of a decision taken away",
              _fact("denied", "decided", "person_id = NULL"), "case:{denied}"),
    Tampering("fact-kind", "A return to the reviewer turned into a verification",
              _fact("issued", "returned", "kind = 'verified'"), "case:{issued}"),
    Tampering("fact-answers", "A decision cut loose from its verification",
              _fact("denied", "decided", "answers_id = NULL, answers_person_id = NULL"),
              "case:{denied}"),
    Tampering("fact-deleted", "The return to the reviewer deleted",
              f"DELETE FROM cases_fact WHERE kind = 'returned' AND case_id = {_CASE % 'issued'}",
              "case:{issued}"),
    Tampering("last-fact-deleted", "A decision deleted, the case put back",
              f"DELETE FROM cases_fact WHERE kind = 'decided' AND case_id = {_CASE % 'denied'};"
              + _case("denied", "state = 'verified', decided_at = NULL, facts_held = facts_held - 1"),
              "case:{denied}"),
    Tampering("all-facts-deleted", "All facts of a case deleted",
              f"DELETE FROM cases_fact WHERE case_id = {_CASE % 'waiting'}", "case:{waiting}"),
    Tampering("facts-truncated", "All facts of all cases deleted",
              "TRUNCATE cases_fact", "case:{issued}"),
    Tampering("fact-invented", "A withdrawal invented",
              "INSERT INTO cases_fact (case_id, seq, kind, at, recorded_at, actor, entry_id, data) "
              f"VALUES ({_CASE % 'accepted'}, 9, 'withdrawn', now(), now(), 'person:1', -1, "
              "'{{\"reason\": \"\"}}')", "case:{accepted}"),
    Tampering("fact-doubled", "A fact hung on another fact's entry",
              "UPDATE cases_fact SET entry_id = -entry_id WHERE kind = 'reviewed' AND case_id = "
              + _CASE % "denied", "case:{denied}"),
    Tampering("fact-moved", "A fact moved to another case",
              _fact("accepted", "accepted", f"case_id = {_CASE % 'waiting'}, seq = 9"),
              "case:{accepted}"),
    Tampering("facts-swapped", "Two facts of a case exchanged in order",
              "ALTER TABLE cases_fact DROP CONSTRAINT case_fact_in_order;"
              f"UPDATE cases_fact SET seq = 7 - seq WHERE case_id = {_CASE % 'denied'} AND seq IN (3, 4)",
              "case:{denied}"),
    Tampering("state", "A case put into another state",
              _case("denied", "state = 'verified'"), "case:{denied}"),
    Tampering("promised-due", "The promised day put off",
              _case("accepted", "promised_due = promised_due + interval '5 days'"),
              "rows:cases_case"),
    Tampering("statutory-due", "The day by law put off",
              _case("accepted", "statutory_due = statutory_due + interval '5 days'"),
              "rows:cases_case"),
    Tampering("warn-from", "The warning of a due day switched off",
              _case("accepted", "warn_from = warn_from + interval '9 days'"), "rows:cases_case"),
    Tampering("tacit", "Approval by silence switched off or on",
              _case("accepted", "tacit_from = now()"), "rows:cases_case"),
    Tampering("acceptance-due", "The day of acceptance by silence put off",
              _case("waiting", "acceptance_due = now() + interval '9 days'"), "rows:cases_case"),
    Tampering("accepted-at", "The day of acceptance changed",
              _case("accepted", "accepted_at = accepted_at + interval '1 day'"), "rows:cases_case"),
    Tampering("received-at", "The day of receipt changed",
              _case("accepted", "received_at = received_at + interval '1 day'"), "case:{accepted}"),
    Tampering("clock-stopped", "A clock stopped", _case("accepted", "clock_stopped = true"),
              "rows:cases_case"),
    Tampering("closed-at", "The day a case was closed changed",
              _case("issued", "closed_at = closed_at - interval '1 day'"), "case:{issued}"),
    Tampering("case-item", "A case put under another item",
              _case("accepted", "item_code = '1151160200867654324000101001002'"), "case:{accepted}"),
    Tampering("case-version", "A case put under another version of its item",
              _case("accepted", "item_version_id = item_version_id + 1"), "case:{accepted}"),
    Tampering("case-book", "A case put under another rule book",
              _case("accepted", "adoption_id = (SELECT max(id) FROM regulations_adoption)"),
              "case:{accepted}"),
    Tampering("case-book-digest", "The digest of a case's rule book exchanged",
              _case("accepted", "book_digest = repeat('0', 64)"), "case:{accepted}"),
    Tampering("case-department", "A case moved to another department",
              _case("accepted", "department_id = (SELECT id FROM organization_department "
              "WHERE code = 'D2')"), "rows:cases_case"),
    Tampering("case-site", "A case moved to another place",
              "INSERT INTO organization_site (id, code, name, name_en, kind, address, phone, "
              "reconsideration, reconsideration_en, court, court_en) VALUES "
              "(999, 'X', '', '', 'branch', '', '', '', '', '', '');" + _case("accepted", "site_id = 999"),
              "case:{accepted}"),
    Tampering("case-number", "A case given another number",
              _case("accepted", "number = '0'"), "case:0"),
    Tampering("case-applicant", "Another applicant put on a case",
              _case("accepted", "personal = (SELECT personal FROM cases_case WHERE number = "
              "'{issued}')"), "rows:cases_case"),
    Tampering("case-index", "A case made findable under another identity number",
              _case("accepted", "applicant_index = repeat('0', 64)"), "rows:cases_case"),
    Tampering("case-code", "The applicant's code exchanged",
              _case("accepted", "code_index = repeat('0', 64)"), "rows:cases_case"),
    Tampering("case-name", "The item's name on a case changed",
              _case("accepted", "item_name = '别的事项'"), "rows:cases_case"),
    Tampering("case-deleted", "A case deleted with all its facts",
              f"DELETE FROM cases_fact WHERE case_id = {_CASE % 'waiting'};"
              "DELETE FROM cases_case WHERE number = '{waiting}'", "case:{waiting}"),
    Tampering("case-invented", "A case copied under a new number",
              "INSERT INTO cases_case SELECT (jsonb_populate_record(c, "
              "'{{\"id\": 999, \"number\": \"999\"}}')).* FROM cases_case c "
              "WHERE number = '{accepted}'", "case:999"),
    Tampering("serial", "The count of case numbers turned back",
              "UPDATE cases_serial SET last = last - 1", "case "),
]  # fmt: skip

RECEPTION = [
    Tampering("ticket-state", "A number that waits put as served",
              "UPDATE reception_ticket SET state = 'finished' WHERE id = {ticket}",
              "ticket:{ticket}"),
    Tampering("ticket-taken", "The time a number was taken changed",
              "UPDATE reception_ticket SET taken_at = taken_at - interval '1 hour' "
              "WHERE id = {ticket}", "ticket:{ticket}"),
    Tampering("ticket-queued", "A number put ahead in its queue",
              "UPDATE reception_ticket SET rank_at = rank_at - interval '1 hour' "
              "WHERE id = {ticket}", "rows:reception_ticket.{ticket}"),
    Tampering("ticket-class", "A number made one of priority",
              "UPDATE reception_ticket SET ticket_class = 'priority', rank = 'priority' "
              "WHERE id = {ticket}", "ticket:{ticket}"),
    Tampering("ticket-ground", "The ground of a priority exchanged",
              "UPDATE reception_ticket SET ground = 'soldier' WHERE ground = 'elderly'", "ticket:"),
    Tampering("ticket-number", "A number renamed",
              "UPDATE reception_ticket SET number = 'A999' WHERE id = {ticket}", "ticket:{ticket}"),
    Tampering("ticket-service", "A number moved to another service",
              "UPDATE reception_ticket SET service_id = (SELECT max(id) FROM reception_service) "
              "WHERE id = {finished}", "rows:reception_ticket.{finished}"),
    Tampering("ticket-called", "The time of a call moved",
              "UPDATE reception_ticket SET called_at = called_at - interval '5 minutes' "
              "WHERE id = {finished}", "rows:reception_ticket.{finished}"),
    Tampering("ticket-ended", "A turn made shorter",
              "UPDATE reception_ticket SET ended_at = started_at WHERE id = {finished}",
              "rows:reception_ticket.{finished}"),
    Tampering("ticket-window", "A turn moved to another window",
              "UPDATE reception_ticket SET window_id = (SELECT min(id) FROM organization_window) "
              "WHERE id = {held}", "rows:reception_ticket.{held}"),
    Tampering("ticket-recalls", "Recalls struck from a number",
              "UPDATE reception_ticket SET recalls = 3 WHERE id = {finished}",
              "rows:reception_ticket.{finished}"),
    Tampering("ticket-deleted", "A number deleted",
              "DELETE FROM reception_ticket WHERE id = {ticket}", "ticket:{ticket}"),
    Tampering("ticket-invented", "A number put in",
              "INSERT INTO reception_ticket SELECT (jsonb_populate_record(t, "
              "'{{\"id\": 999, \"seq\": 999, \"number\": \"A999\", \"slip\": \"x\"}}')).* "
              "FROM reception_ticket t WHERE id = {ticket}", "ticket:999"),
    Tampering("counter", "The count of numbers turned back",
              "UPDATE reception_counter SET last = last - 1", "counter:"),
    Tampering("call-reason", "The reason of a call reworded",
              _row("reception_call", "because = '[]'"), "rows:reception_call"),
    Tampering("call-time", "A call dated back",
              _row("reception_call", "at = at - interval '1 hour'"), "ticket:"),
    Tampering("call-window", "A call moved to another window",
              "UPDATE reception_call SET window_id = (SELECT max(id) FROM organization_window) "
              "WHERE ticket_id = {finished}", "ticket:{finished}"),
    Tampering("call-actor", "Another name put on a call",
              _row("reception_call", "actor = 'person:9'"), "ticket:"),
    Tampering("call-book", "A call put under another rule book",
              _row("reception_call", "book = repeat('0', 64)"), "ticket:"),
    Tampering("call-deleted", "A call deleted", _gone("reception_call"), "ticket:"),
    Tampering("call-invented", "A call put in",
              "INSERT INTO reception_call SELECT (jsonb_populate_record(c, "
              "'{{\"id\": 999, \"nth\": 9}}')).* FROM reception_call c LIMIT 1", "ticket:"),
    Tampering("session-person", "Another person put at a window",
              _row("reception_windowsession", f"person_id = {_SPARE}"),
              "rows:reception_windowsession"),
    Tampering("session-opened", "The opening of a window dated back",
              _row("reception_windowsession", "opened_at = opened_at - interval '1 hour'"),
              "rows:reception_windowsession"),
    Tampering("session-state", "A pause struck out",
              "UPDATE reception_windowsession SET state = 'open', reason = ''", "window:"),
    Tampering("session-deleted", "A window's session deleted",
              _gone("reception_windowsession"), "window:"),
    Tampering("service-prefix", "A service given another prefix",
              _row("reception_service", "prefix = 'Z'"), "rows:reception_service"),
    Tampering("service-assigned", "A service taken from a window",
              _gone("reception_windowservice"), "rows:reception_windowservice"),
]  # fmt: skip

FEEDBACK = [
    Tampering("rating-level", "A bad rating turned into a good one",
              "UPDATE feedback_rating SET level = 5 WHERE level = 1", "rating:"),
    Tampering("rating-text", "The words of a rating changed",
              "UPDATE feedback_rating SET text = '很好' WHERE level = 1", "rows:feedback_rating"),
    Tampering("rating-channel", "The channel of a rating changed",
              _row("feedback_rating", "channel = 'window'"), "rating:"),
    Tampering("rating-deleted", "A bad rating deleted",
              "DELETE FROM feedback_rating WHERE level = 1", "rating:"),
    Tampering("rating-invented", "A good rating invented",
              "INSERT INTO feedback_invitation SELECT (jsonb_populate_record(i, '{{\"id\": 999, "
              "\"subject\": \"ticket:0\", \"digest\": \"\"}}')).* FROM feedback_invitation i LIMIT 1;"
              "INSERT INTO feedback_rating (id, invitation_id, level, tags, text, channel, rated_at) "
              "VALUES (999, 999, 5, '{{}}', '', 'code', now())", "rating:999"),
    Tampering("invitation-person", "A turn to be rated charged to another person",
              _row("feedback_invitation", f"person_id = {_SPARE}"), "rows:feedback_invitation"),
    Tampering("invitation-deleted", "An invitation deleted with its rating",
              "DELETE FROM feedback_rating WHERE level = 1; DELETE FROM feedback_invitation "
              "WHERE id NOT IN (SELECT invitation_id FROM feedback_rating)", "ticket:{finished}"),
]  # fmt: skip

ORGANIZATION = [
    Tampering("role-granted", "A role given without an action",
              "INSERT INTO organization_rolegrant (person_id, role, site_id, granted_at) SELECT "
              f"{_SPARE}, 'director', id, now() FROM organization_site", "person:25"),
    Tampering("role-kept", "A revoked role brought back",
              "UPDATE organization_rolegrant SET revoked_at = NULL", "person:24"),
    Tampering("role-changed", "A role exchanged for another",
              "UPDATE organization_rolegrant SET role = 'director' WHERE role = 'supervision'",
              "person:7"),
    Tampering("role-time", "A role granted earlier than it was",
              _row("organization_rolegrant", "granted_at = granted_at - interval '9 days'"),
              "rows:organization_rolegrant"),
    Tampering("role-deleted", "A granted role deleted",
              "DELETE FROM organization_rolegrant WHERE role = 'supervision'", "person:7"),
    Tampering("account-password", "Another password set",
              _row("organization_account", "password = 'x'"), "rows:organization_account"),
    Tampering("account-opened", "A closed account opened again",
              "UPDATE organization_account SET is_active = true", "rows:organization_account"),
    Tampering("account-person", "An account given to another person",
              _row("organization_account", f"person_id = {_SPARE}"), "rows:organization_account"),
    Tampering("account-must-change", "A first password made a lasting one",
              "UPDATE organization_account SET must_change_password = NOT must_change_password",
              "rows:organization_account"),
    Tampering("account-invented", "An account put in",
              "INSERT INTO organization_account (password, username, is_active, "
              "must_change_password, past_passwords, person_id) "
              f"VALUES ('x', 'x', true, false, '{{{{}}}}', {_SPARE})",
              "rows:organization_account"),
    Tampering("person-name", "A person renamed",
              _row("organization_person", "name = '别人'"), "rows:organization_person"),
    Tampering("person-phone", "A person's telephone changed",
              _row("organization_person", "phone = ''"), "rows:organization_person"),
    Tampering("person-department", "A person moved to another department",
              "UPDATE organization_person SET department_id = (SELECT max(id) FROM "
              "organization_department) WHERE staff_no = '2'", "rows:organization_person"),
    Tampering("person-number", "A person given another staff number",
              "UPDATE organization_person SET staff_no = '0' WHERE staff_no = '25'", "person:"),
    Tampering("token-unrevoked", "A revoked token brought back",
              "UPDATE organization_token SET revoked_at = NULL", "rows:organization_token"),
    Tampering("token-secret", "A token's secret exchanged",
              _row("organization_token", "digest = repeat('0', 64)"), "rows:organization_token"),
    Tampering("token-scope", "A token given more rights",
              _row("organization_token", "scope = 'clerk'"), "rows:organization_token"),
    Tampering("token-invented", "A token put in",
              "INSERT INTO organization_token (digest, scope, site_id, created_at) "
              "SELECT 'x', 'clerk', id, now() FROM organization_site", "rows:organization_token"),
    Tampering("day-deleted", "A holiday deleted",
              "DELETE FROM organization_calendarday", "rows:organization_calendarday"),
    Tampering("day-source", "The document of a holiday exchanged",
              _row("organization_calendarday", "source = ''"), "rows:organization_calendarday"),
    Tampering("day-invented", "A holiday put in",
              "INSERT INTO organization_calendarday (\"on\", working, name, source) "
              "VALUES ('2026-03-12', false, '', '')", "rows:organization_calendarday"),
    Tampering("window-integrated", "A window given to a department",
              _row("organization_window", "integrated = false"), "rows:organization_window"),
    Tampering("site-name", "A place renamed",
              _row("organization_site", "name = '别处'"), "rows:organization_site"),
    Tampering("department-name", "A department renamed",
              _row("organization_department", "name = '别局'"), "rows:organization_department"),
]  # fmt: skip

BOOKS = [
    Tampering("book-text", "Figures slipped into an adopted book",
              _row("regulations_adoption", "text = 'name: x'"), "book:"),
    Tampering("book-presets", "A preset taken out of an adopted book",
              _row("regulations_adoption", "presets = '[\"county-hall\"]'"), "book:"),
    Tampering("book-day", "A book in force from an earlier day",
              _row("regulations_adoption", "from_on = from_on - 30"), "book:"),
    Tampering("book-by", "Another name put on an adoption",
              _row("regulations_adoption", "adopted_by = 'person:9'"), "book:"),
    Tampering("book-deleted", "An adoption deleted", _gone("regulations_adoption"), "book:"),
    Tampering("book-invented", "An adoption put in",
              "INSERT INTO regulations_adoption SELECT (jsonb_populate_record(a, "
              "'{{\"id\": 999}}')).* FROM regulations_adoption a LIMIT 1", "book:999"),
    Tampering("book-redigested", "A book changed together with its digest",
              _row("regulations_adoption", "text = '', presets = '[]', digest = "
              "encode(sha256('[[], \"\"]'), 'hex')"), "book:"),
    Tampering("item-content", "What an item asks for changed",
              _row("catalog_itemversion", "content = content || '{{\"phone\": \"1\"}}'"), "item:"),
    Tampering("item-content-redigested", "What an item asks for changed with its digest",
              _row("catalog_itemversion", "digest = repeat('0', 64)"), "item:"),
    Tampering("item-valid", "A version of an item in force longer",
              _row("catalog_itemversion", "valid = tstzrange('2020-01-01', NULL)",
                   "WHERE valid IS NOT NULL"), "rows:catalog_itemversion"),
    Tampering("item-refused", "A refused version adopted",
              _row("catalog_itemversion", "status = 'adopted', valid = tstzrange(now(), NULL)",
                   "WHERE status = 'refused'"), "rows:catalog_itemversion"),
    Tampering("item-published", "An item published without its disclosures",
              "ALTER TABLE catalog_itemversion DROP CONSTRAINT item_version_published_is_complete;"
              + _row("catalog_itemversion", "published_at = now()"), "rows:catalog_itemversion"),
    Tampering("item-department", "An item moved to another department",
              _row("catalog_serviceitem", "department_id = department_id + 1"),
              "rows:catalog_serviceitem"),
    Tampering("item-deleted", "A version of an item deleted",
              _gone("catalog_itemversion"), "rows:catalog_itemversion"),
    Tampering("admission-decided", "A decision of the directors' meeting turned",
              _row("catalog_admission", "stage = 'agreed'", "WHERE stage = 'refused'"),
              "rows:catalog_admission"),
    Tampering("admission-by", "Another name put on a meeting's decision",
              _row("catalog_admission", "decided_by = 'person:9'"), "rows:catalog_admission"),
    Tampering("elsewhere", "A matter said to be handled at another place",
              _row("catalog_handledelsewhere", '"where" = \'别处\''),
              "rows:catalog_handledelsewhere"),
]  # fmt: skip

GUARDS = [
    Tampering("trigger-off", "The trigger that keeps facts switched off",
              "ALTER TABLE cases_fact DISABLE TRIGGER cases_fact_kept", "database:cases_fact"),
    Tampering("triggers-off", "All triggers of a table switched off",
              "ALTER TABLE reception_ticket DISABLE TRIGGER USER", "database:reception_ticket"),
    Tampering("row-trigger-off", "The trigger that notes changes switched off",
              "ALTER TABLE cases_case DISABLE TRIGGER zz_row_changed", "rows:cases_case"),
    Tampering("row-trigger-dropped", "The trigger that refuses unrecorded changes dropped",
              "DROP TRIGGER zz_row_told ON organization_account", "rows:organization_account"),
    Tampering("function-replaced", "The function that refuses changes replaced",
              "CREATE OR REPLACE FUNCTION cases_refuse() RETURNS trigger LANGUAGE plpgsql AS "
              "$$ BEGIN RETURN NEW; END $$", "database:cases_refuse"),
    Tampering("noting-replaced", "The function that notes changes replaced",
              "CREATE OR REPLACE FUNCTION journal_row_changed() RETURNS trigger LANGUAGE plpgsql AS "
              "$$ BEGIN RETURN NEW; END $$", "database:journal_row_changed"),
    Tampering("trigger-added", "A trigger of somebody else's added",
              "CREATE FUNCTION quietly() RETURNS trigger LANGUAGE plpgsql AS "
              "$$ BEGIN NEW.level := 5; RETURN NEW; END $$;"
              "CREATE TRIGGER quietly BEFORE INSERT ON feedback_rating FOR EACH ROW "
              "EXECUTE FUNCTION quietly()", "database:feedback_rating.quietly"),
    Tampering("rule-added", "A rule that swallows ratings added",
              "CREATE RULE swallow AS ON INSERT TO feedback_rating DO INSTEAD NOTHING",
              "database:rule swallow"),
    Tampering("policy-added", "A policy that hides rows added",
              "CREATE POLICY hide ON cases_fact USING (false)", "database:policy hide"),
]  # fmt: skip

_ENTRY = "(SELECT id FROM journal_entry WHERE kind = 'case.decided' ORDER BY id LIMIT 1)"

JOURNAL = [
    Tampering("entry-changed", "An entry reworded",
              f"UPDATE journal_entry SET actor = 'person:9' WHERE id = {_ENTRY}", "journal"),
    Tampering("entry-data", "The digest in an entry exchanged",
              "UPDATE journal_entry SET data = jsonb_set(data, '{{digest}}', '\"0\"') "
              f"WHERE id = {_ENTRY}", "journal"),
    Tampering("entry-happened", "The time of an entry changed",
              "UPDATE journal_entry SET happened_at = happened_at - interval '1 day' "
              f"WHERE id = {_ENTRY}", "journal"),
    Tampering("entry-recorded", "The recorded time of an entry changed",
              "UPDATE journal_entry SET recorded_at = recorded_at - interval '1 day' "
              f"WHERE id = {_ENTRY}", "journal"),
    Tampering("entry-no-time", "The time of an entry made infinite",
              "ALTER TABLE journal_entry DROP CONSTRAINT journal_entry_times;"
              f"UPDATE journal_entry SET happened_at = 'infinity' WHERE id = {_ENTRY}", "journal"),
    Tampering("entry-deleted", "An entry deleted",
              f"DELETE FROM journal_entry WHERE id = {_ENTRY}", "journal"),
    Tampering("entries-deleted", "All entries deleted", "DELETE FROM journal_entry", "journal"),
    Tampering("entry-slipped-in", "An entry slipped in among sealed ones",
              "INSERT INTO journal_entry SELECT (jsonb_populate_record(e, "
              "'{{\"id\": 0}}')).* FROM journal_entry e ORDER BY id LIMIT 1", "journal"),
    Tampering("entry-backwards", "Recorded times run backwards",
              "UPDATE journal_entry SET recorded_at = recorded_at + interval '9 days' WHERE id = "
              "(SELECT min(id) + 5 FROM journal_entry)", "journal"),
    Tampering("tail-cut", "The last entries cut off with their seals",
              "DELETE FROM journal_entry WHERE id > (SELECT min(id) + 50 FROM journal_entry);"
              "DELETE FROM journal_batch", "journal"),
    Tampering("seals-deleted", "All seals deleted",
              "DELETE FROM journal_batch; DELETE FROM journal_node", "journal"),
    Tampering("sealed-at", "The time of a seal changed",
              "UPDATE journal_batch SET sealed_at = sealed_at - interval '9 days'", "journal"),
    Tampering("leaves", "The leaves of a batch exchanged",
              "UPDATE journal_batch SET leaves = repeat('x', length(leaves))::bytea", "journal"),
    Tampering("training-flag", "A training hall made a real one",
              "UPDATE journal_hall SET training = false", "journal"),
    Tampering("hall-id", "The hall given another identity",
              "UPDATE journal_hall SET hall_id = gen_random_uuid()", "journal"),
    Tampering("hall-gone", "The hall's row deleted", "DELETE FROM journal_hall", "journal"),
    Tampering("now-replaced", "The function that tells the time replaced",
              "CREATE OR REPLACE FUNCTION journal_now() RETURNS timestamptz LANGUAGE sql VOLATILE "
              "AS $$ SELECT '2020-01-01'::timestamptz $$", "journal"),
    Tampering("stamp-off", "The trigger that stamps the recorded time switched off",
              "ALTER TABLE journal_entry DISABLE TRIGGER journal_entry_stamp", "journal"),
    Tampering("clock-added", "A real hall's clock driven: the training clock deleted",
              "DELETE FROM journal_clock", "journal"),
]  # fmt: skip

ALL = [*CASES, *RECEPTION, *FEEDBACK, *ORGANIZATION, *BOOKS, *GUARDS, *JOURNAL]
