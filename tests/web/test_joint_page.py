"""The page of a joint case: every department's opinion, and the form of whose turn it is (R20)."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.urls import reverse

from tests.cases.conftest import hall
from tests.cases.test_join import Joint, parts
from tests.web.test_cases_pages import _as

__all__ = ["hall", "parts"]

pytestmark = [pytest.mark.django_db, pytest.mark.req("R20")]


def test_each_department_finds_its_form_and_the_page_says_who_is_awaited(
    parts: Joint, at: datetime
) -> None:
    case = parts.accepted(at)
    page = reverse("web:case", args=[case])
    fire, lead = _as(parts.fire, at), _as(parts.hall.reviewer, at)
    assert fire.get(reverse("web:opinion", args=[f"{case}-2"]))["Location"] == f"{page}#joint"
    shown = fire.get(page).content.decode()
    assert "现在等消防的意见" in shown
    give = reverse("web:opinion_act", args=[f"{case}-2", "give"])
    assert f'action="{give}"' in shown
    assert f'action="{give}"' not in lead.get(page).content.decode()
    refused = fire.post(give, {"says": "objects", "opinion": ""})
    assert (refused.status_code, "须写明理由" in refused.content.decode()) == (422, True)
    assert fire.post(give, {"says": "consents", "opinion": "合格"})["Location"] == page
    after = lead.get(page).content.decode()
    assert "合格" in after
    assert "现在等市场监督管理局的意见" in after
    assert fire.post(give, {"says": "consents"}).status_code == 409
