"""What can be done to a case (办件办理). Every action is one transaction with its journal entry."""

from yichuang.cases.actions.approval import (
    ReasonsNeeded,
    decide,
    return_to_reviewer,
    review,
    verify,
)
from yichuang.cases.actions.clocks import (
    ExtensionRefused,
    LimitNeeded,
    UnknownSegment,
    end_segment,
    extend,
    start_segment,
)
from yichuang.cases.actions.intake import (
    MaterialUnknown,
    Outcome,
    resubmit,
    submit,
    withdraw,
)
from yichuang.cases.actions.issuing import DeliveryIncomplete, issue
from yichuang.cases.actions.lapses import (
    accept_by_silence,
    approve_by_silence,
    refold,
    refold_open,
)
from yichuang.cases.actions.looks import (
    PurposeNeeded,
    TooManyTries,
    WrongPublicCode,
    follow,
    unmask,
)
from yichuang.cases.actions.scans import (
    NoScansNow,
    open_scan,
    slot_for_correction,
    slot_for_scan,
    withdraw_scan,
)
from yichuang.cases.actions.serving import serve

__all__ = [
    "DeliveryIncomplete", "ExtensionRefused", "LimitNeeded", "MaterialUnknown", "NoScansNow",
    "Outcome",
    "PurposeNeeded", "ReasonsNeeded", "TooManyTries", "UnknownSegment", "WrongPublicCode",
    "accept_by_silence", "approve_by_silence", "decide", "end_segment", "extend", "follow",
    "issue", "open_scan", "refold", "refold_open", "resubmit", "return_to_reviewer", "review",
    "serve", "slot_for_correction", "slot_for_scan", "start_segment", "submit", "unmask", "verify",
    "withdraw", "withdraw_scan",
]  # fmt: skip
