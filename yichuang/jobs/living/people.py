"""Made-up applicants: names nobody bears, numbers with right check digits, no real region."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

_FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹窦章苏潘葛范彭鲁韦马"
_GIVEN = (
    "建国", "秀英", "志强", "丽华", "海燕", "文博", "雨桐", "子涵", "桂兰", "国庆", "晓明", "玉梅",
    "浩然", "欣怡", "春生", "凤霞", "立新", "佳琪", "永福", "婷婷", "德胜", "若曦", "少华", "美玲",
)  # fmt: skip
_REGION = "990101"  # a division code that no region has
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_OLDEST, _YOUNGEST = date(1945, 1, 1), date(2006, 12, 31)


@dataclass(frozen=True, slots=True)
class Someone:
    """An applicant who does not exist."""

    name: str
    id_number: str
    phone: str
    birth: date

    def age(self, on: date) -> int:
        return on.year - self.birth.year - ((on.month, on.day) < (self.birth.month, self.birth.day))


def someone(random: Random) -> Someone:
    """Draw an applicant."""
    days = random.randrange((_YOUNGEST - _OLDEST).days)
    birth = _OLDEST + timedelta(days=days)
    stem = f"{_REGION}{birth:%Y%m%d}{random.randrange(1, 999):03d}"
    return Someone(
        name=random.choice(_FAMILY) + random.choice(_GIVEN),
        id_number=stem + _check_digit(stem),
        phone=f"199{random.randrange(10**8):08d}",
        birth=birth,
    )


def _check_digit(stem: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(stem, _WEIGHTS, strict=True))
    return "10X98765432"[total % 11]
