"""What a complaint ruling says."""

from __future__ import annotations

from yichuang.phrases import phrase
from yichuang.rules.effects import effects
from yichuang.rules.lights import lights
from yichuang.rules.wording import by_unit

effects(
    "complaint",
    no_limit=("手册未规定时限", "the book sets no limit"),
    contact_late=("联系超时", "contacted late"),
    explain_and_follow_up=("说明原因并跟踪", "to be explained and followed up"),
    must_be_written=("须书面提出", "must be put in writing"),
    reply_must_be_written=("须书面答复", "must be answered in writing"),
    oral=("口头", "orally"),
    written=("书面", "in writing"),
)

SAME_DAY = phrase(
    "complaint.same_day",
    "{received} 收到，应在当日下班前答复（下班后收到的顺延至次一工作日），即 {due}",
    "received {received}: reply by the close of that day's work "
    "(after hours: the next working day's), {due}",
)
REPLY = by_unit(
    "complaint.reply",
    "{received} 收到，{n} [unit]内答复，至 {due}",
    "received {received}: reply within {n} [unit], by {due}",
)
SINCE_CHANGE = by_unit(
    "complaint.since_change",
    "{received} 收到，{start} 改类，自改类起 {n} [unit]内答复，至 {due}",
    "received {received}, put into another kind {start}: reply within {n} [unit] of that, by {due}",
)
SINCE_CONTACT = by_unit(
    "complaint.since_contact",
    "{received} 收到，{start} 联系投诉人，自联系起 {n} [unit]内答复，至 {due}",
    "received {received}, contacted {start}: reply within {n} [unit] of that, by {due}",
)
CONTACT = by_unit(
    "complaint.contact",
    "{received} 收到，{n} [unit]内联系投诉人，至 {due}",
    "received {received}: contact within {n} [unit], by {due}",
)
EXTENDED_TO = phrase(
    "complaint.extended_to", "延期后，答复期限至 {due}", "with the extension, reply by {due}"
)
FOLLOW_UP = by_unit(
    "complaint.follow_up",
    "{replied} 答复，{n} [unit]内回访，至 {due}",
    "replied {replied}: follow up within {n} [unit], by {due}",
)
SILENT = phrase(
    "complaint.no_limit",
    "手册对这样的投诉没有规定答复期限",
    "the book says no limit for such a complaint",
)
FORM_ORAL = phrase(
    "complaint.reply_oral", "口头投诉，以口头答复为主", "an oral complaint may be answered orally"
)
FORM_WRITTEN = phrase(
    "complaint.reply_written",
    "书面或网上投诉，书面答复",
    "a complaint in writing or by web is answered in writing",
)
SEVERE = phrase(
    "complaint.severe",
    "涉及重大事项，投诉应采用书面形式，并书面答复",
    "a serious matter: the complaint is put in writing and answered in writing",
)
REPLIED_ORALLY = phrase(
    "complaint.replied_orally", "应书面答复而口头答复", "answered orally instead of in writing"
)
UNDATED = phrase(
    "complaint.reply_without_time",
    "写了答复方式而没有答复时间，按未答复计，须核实",
    "a form of reply but no time of it: counted as not replied, to be checked",
)
CONTACTED_LATE = phrase(
    "complaint.contact_late",
    "至 {due} 未联系投诉人",
    "the complainant was not contacted by {due}",
)
LATE = phrase(
    "complaint.late",
    "至 {due} 未答复，应向投诉人说明情况并跟踪到底",
    "no reply by {due}: explain to the complainant and follow up to the end",
)
LIGHTS = lights("complaint")
REPLIED = phrase(
    "complaint.replied", "{replied} 答复，期限至 {due}", "replied {replied}, due {due}"
)
