"""Reading cases (办件查询). Every query takes its reader; nobody sees more than they need."""

from yichuang.cases.queries.days import Day, DayKind, day_strip
from yichuang.cases.queries.desk import LIGHTS, Row, lights, to_issue, unanswered
from yichuang.cases.queries.preview import Preview, check_identity, preview
from yichuang.cases.queries.proof import Proof, altered, proof_of
from yichuang.cases.queries.scans import Scanned, Scans, own_scans, scans
from yichuang.cases.queries.served import PaperView, paper, served
from yichuang.cases.queries.shapes import CaseView, Event, MaterialView, Paper, PublicView
from yichuang.cases.queries.view import case, public_view, told
from yichuang.cases.queries.working import Asked, Filters, Worklist, filters, worklist

__all__ = [
    "LIGHTS", "Asked", "CaseView", "Day", "DayKind", "Event", "Filters", "MaterialView", "Paper",
    "PaperView", "Preview", "Proof", "PublicView", "Row", "Scanned", "Scans", "Worklist",
    "altered", "case", "check_identity", "day_strip", "filters", "lights", "own_scans", "paper",
    "preview", "proof_of", "public_view", "scans", "served", "to_issue", "told", "unanswered",
    "worklist",
]  # fmt: skip
