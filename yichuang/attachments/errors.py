"""What an upload is refused for (附件不能接收)."""

from __future__ import annotations

from typing import ClassVar

from yichuang.errors import HallError
from yichuang.phrases import Phrase


class TooBig(HallError):
    code: ClassVar[str] = "attachments.too_big"
    status: ClassVar[int] = 413
    phrase: ClassVar[Phrase] = Phrase(
        "文件超过 {most} MB，不能上传。请压缩，或分成几个文件。",
        "The file is larger than {most} MB. Compress it, or split it into several files.",
    )


class Empty(HallError):
    code: ClassVar[str] = "attachments.empty"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "文件是空的，没有上传。请核对所选的文件。", "The file is empty. Check which one you chose."
    )


class WrongKind(HallError):
    code: ClassVar[str] = "attachments.wrong_kind"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "这个文件的内容不是{kinds}（按文件内容判断，与扩展名无关）。请转换后再上传。",
        "By its content, whatever its name says, this file is none of: {kinds}. Convert it first.",
    )


class OutOfStep(HallError):
    """A piece doesn't follow what has arrived; the answer says how far it got."""

    code: ClassVar[str] = "attachments.out_of_step"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "上传不连续：已收到 {received} 字节。请从那里继续。",
        "The upload isn't continuous: {received} bytes have arrived. Go on from there.",
    )


class NoSuchUpload(HallError):
    code: ClassVar[str] = "attachments.no_such_upload"
    status: ClassVar[int] = 404
    phrase: ClassVar[Phrase] = Phrase(
        "这次上传已经结束或已作废。请重新选择文件。",
        "This upload is over or was abandoned. Choose the file again.",
    )


class TooMany(HallError):
    code: ClassVar[str] = "attachments.too_many"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "附件已有 {most} 个，不能再加。请先撤回不需要的。",
        "There are {most} files already. Withdraw what isn't needed first.",
    )


class NoRoom(HallError):
    code: ClassVar[str] = "attachments.no_room"
    status: ClassVar[int] = 507
    phrase: ClassVar[Phrase] = Phrase(
        "服务器不能写入文件（{why}），没有保存。请通知系统管理员。",
        "The server can't write the file ({why}); nothing was kept. Tell the administrator.",
    )


class ContentGone(HallError):
    code: ClassVar[str] = "attachments.content_gone"
    status: ClassVar[int] = 500
    phrase: ClassVar[Phrase] = Phrase(
        "附件的内容缺失或被改动，与登记的摘要不符。请系统管理员从备份恢复文件夹 files。",
        "The content is missing or was altered: it doesn't fit its digest on record. Restore the "
        "folder files from the backup.",
    )
