"""Addresses of the pages. An area with a `urls` module of its own is found by itself."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from django.urls import path, re_path

from yichuang import web
from yichuang.web.accept import pages as accept
from yichuang.web.accounts import own_log_ins, second
from yichuang.web.accounts import pages as accounts
from yichuang.web.admin import audit, people, resets, roles, tokens
from yichuang.web.base import preferences
from yichuang.web.board import pages as board
from yichuang.web.catalog import pages as catalog
from yichuang.web.contests import pages as contests
from yichuang.web.day import pages as day
from yichuang.web.desk import joint
from yichuang.web.desk import pages as desk
from yichuang.web.devices import pages as devices
from yichuang.web.follow import pages as follow
from yichuang.web.kiosk import pages as kiosk
from yichuang.web.library import pages as library
from yichuang.web.messages import pages as messages
from yichuang.web.papers import pages as papers
from yichuang.web.papers import templates
from yichuang.web.public import pages as public
from yichuang.web.publications import pages as publications
from yichuang.web.rating import overview as ratings
from yichuang.web.rating import pages as rating
from yichuang.web.record import pages as record
from yichuang.web.scans import pages as scans
from yichuang.web.uploads import pages as uploads
from yichuang.web.window import pages as window

app_name = "web"
urlpatterns = [
    path("", public.home, name="home"),
    path("items", public.items, name="items"),
    path("items/<slug:code>", public.item, name="item"),
    path("windows", public.windows, name="windows"),
    path("voice", public.voice, name="voice"),
    path("library", library.library, name="library"),
    path("number", kiosk.number, name="number"),
    path("kiosk", kiosk.kiosk, name="kiosk"),
    path("kiosk/again", kiosk.kiosk_again, name="kiosk_again"),
    path("kiosk/<slug:slip>", kiosk.kiosk_number, name="kiosk_number"),
    path("t/<slug:slip>", kiosk.slip, name="slip"),
    path("t/<slug:slip>/<slug:step>", kiosk.slip_step, name="slip_step"),
    path("board", board.board, name="board"),
    path("board/window/<str:code>", board.window_display, name="window_display"),
    path("board/window/<str:code>/rating", board.window_rating, name="window_rating"),
    path("rate", rating.enter, name="rate"),
    path("rate/thanks", rating.thanks, name="rated"),
    path("rate/window", rating.at_window, name="rate_window"),
    path("rate/window/asked", rating.asked_at_window, name="rate_asked"),
    path("rate/<str:code>", rating.by_code, name="rate_code"),
    path("device", devices.set_up, name="device"),
    re_path(r"^language/(?P<code>zh|en)$", preferences.language, name="language"),
    re_path(r"^type/(?P<mode>on|off)$", preferences.elder, name="elder"),
    path("login", accounts.log_in, name="login"),
    path("logout", accounts.log_out, name="logout"),
    path("second", second.step, name="second"),
    path("sessions", own_log_ins.sessions, name="sessions"),
    path("sessions/end", own_log_ins.end_others, name="sessions_end"),
    path("sessions/<int:pk>/end", own_log_ins.end, name="session_end"),
    path("password", accounts.password, name="password"),
    path("start", accounts.start, name="start"),
    path("desk", desk.inbox, name="desk"),
    path("opinions/<str:number>", joint.opinion, name="opinion"),
    path("opinions/<str:number>/do/<slug:step>", joint.act, name="opinion_act"),
    path("issuing", desk.issuing, name="issuing"),
    path("cases/<str:number>", desk.case, name="case"),
    path("cases/<str:number>/papers/<int:seq>.pdf", desk.paper, name="paper"),
    path("cases/<str:number>/papers/<int:seq>", papers.paper, name="paper_page"),
    path("cases/<str:number>/papers/<int:seq>/serve", papers.serve, name="paper_serve"),
    path("cases/<str:number>/papers/<int:seq>/word", papers.for_word, name="paper_word"),
    path("templates", templates.templates, name="paper_templates"),
    path("templates/list", templates.listed, name="paper_template_list"),
    path("templates/ours.docx", templates.ours, name="paper_template_ours"),
    path("templates/<int:pk>.docx", templates.content, name="paper_template"),
    path("templates/<int:pk>/back", templates.take_back, name="paper_template_back"),
    path("cases/<str:number>/unmask", desk.unmask, name="unmask"),
    path("cases/<str:number>/scans", scans.listed, name="scans"),
    path("cases/<str:number>/scans/<int:pk>", scans.opened, name="scan"),
    path("cases/<str:number>/scans/<int:pk>/withdraw", scans.withdraw, name="scan_withdraw"),
    path("uploads/<slug:purpose>/<str:subject>/<str:part>", uploads.begin, name="upload"),
    path("uploads/<slug:purpose>/<str:subject>/<str:part>/<str:token>", uploads.piece),
    path("uploads/<slug:purpose>/<str:subject>/<str:part>/<str:token>/abandon", uploads.abandon),
    path("cases/<str:number>/correct", accept.correct, name="correct"),
    path("cases/<str:number>/do/<slug:step>", desk.act, name="act"),
    path("window", window.workstation, name="window"),
    path("window/queue", window.queue, name="window_queue"),
    path("window/do/<slug:step>", window.act, name="window_act"),
    path("window/guide", window.guide, name="window_guide"),
    path("window/guide/<slug:code>", window.guide_item, name="window_guide_item"),
    path("window/case-panel", accept.panel, name="accept"),
    path("window/case-panel/items", accept.found, name="accept_found"),
    path("window/case-panel/identity", accept.identity, name="accept_identity"),
    path("window/case-panel/<slug:code>", accept.form, name="accept_form"),
    path("window/case-panel/<slug:code>/answer", accept.answer, name="accept_answer"),
    path("window/case-panel/<slug:code>/submit", accept.submit, name="accept_submit"),
    path("day", day.day, name="day"),
    path("day/close", day.close, name="day_close"),
    path("day/reopen", day.reopen, name="day_reopen"),
    path("record", record.record, name="record"),
    path("record/<slug:code>", record.by_code, name="record_code"),
    path("follow", follow.follow, name="follow"),
    path("follow/done", follow.done, name="follow_done"),
    path("follow/<str:number>", follow.followed, name="followed"),
    path("follow/<str:number>/scans", scans.own, name="own_scans"),
    path("follow/<str:number>/papers/<int:seq>.pdf", follow.followed_paper, name="followed_paper"),
    path("catalog", catalog.items, name="catalog"),
    path("catalog/<slug:code>", catalog.item, name="catalog_item"),
    path("catalog/<slug:code>/publish", catalog.publish, name="item_publish"),
    path("catalog/<slug:code>/withdraw", catalog.unpublish, name="item_withdraw"),
    path("contests", contests.contests, name="contests"),
    path("contests/<slug:of>", contests.contest, name="contest"),
    path("contests/<slug:of>/<slug:step>", contests.act, name="contest_act"),
    path("publications", publications.publications, name="publications"),
    path("publications/new", publications.draft, name="publication_draft"),
    path("publications/<slug:number>", publications.publication, name="publication"),
    path("publications/<slug:number>/<slug:step>", publications.act, name="publication_act"),
    path("bulletins", publications.bulletins, name="bulletins"),
    path("bulletins/<slug:number>", publications.bulletin, name="bulletin"),
    re_path(
        r"^bulletins/(?P<number>[\w-]+)\.(?P<ending>pdf|docx)$",
        publications.bulletin_file,
        name="bulletin_file",
    ),
    path("messages", messages.own, name="messages"),
    path("messages/read", messages.read, name="messages_read"),
    path("ratings", ratings.ratings, name="ratings"),
    path("people", people.people, name="people"),
    path("people/new", people.add, name="person_new"),
    path("people/<slug:staff_no>", people.person, name="person"),
    path("people/<slug:staff_no>/open", people.open_account, name="account_open"),
    path("people/<slug:staff_no>/renew", people.renew_account, name="account_renew"),
    path("people/<slug:staff_no>/close", people.close_account, name="account_close"),
    path("people/<slug:staff_no>/ask-reset", resets.ask, name="reset_ask"),
    path("resets", resets.resets, name="resets"),
    path("resets/<int:pk>/confirm", resets.confirm, name="reset_confirm"),
    path("tokens", tokens.tokens, name="tokens"),
    path("tokens/issue", tokens.issue, name="token_issue"),
    path("tokens/<int:pk>/revoke", tokens.revoke, name="token_revoke"),
    path("roles", roles.roles, name="roles"),
    path("roles/<slug:staff_no>", roles.person_roles, name="person_roles"),
    path("roles/<slug:staff_no>/grant", roles.grant, name="role_grant"),
    path("roles/<slug:staff_no>/revoke", roles.revoke, name="role_revoke"),
    path("audit", audit.audit, name="audit"),
    path("audit/verification", audit.verification, name="verification"),
]
for area in iter_modules(web.__path__, "yichuang.web."):
    if area.ispkg and find_spec(f"{area.name}.urls"):
        urlpatterns += import_module(f"{area.name}.urls").urlpatterns
