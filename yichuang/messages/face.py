"""What the messages show of themselves (告知的门面)."""

from __future__ import annotations

from yichuang.faces import Face
from yichuang.phrases import Phrase

FACE = Face(
    journal={
        "message.written": Phrase("写出告知", "Message written"),
        "message.sent": Phrase("告知已发送", "Message sent"),
        "message.refused": Phrase("告知被拒收", "Message refused"),
        "message.read": Phrase("阅读消息", "Messages read"),
    },
)
