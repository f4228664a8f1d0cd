"""What can't be ruled on reaches people as a sentence, on a page and in an answer of the API."""

from __future__ import annotations

import json

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from yichuang.phrases import Phrase
from yichuang.rules.facts import BookLacks, FactsError
from yichuang.web.base.middleware import Refusals

_FAULT = FactsError("facts.days", Phrase("正数", "a positive number"), -1)


@pytest.mark.parametrize(
    ("error", "said"), [(BookLacks("queue", "county"), "没有“queue”一节"), (_FAULT, "facts.days")]
)
def test_it_is_a_sentence_and_no_fault_of_the_server(error: FactsError, said: str) -> None:
    request = RequestFactory().get("/api/v1/anything")
    answer = Refusals(lambda _: HttpResponse()).process_exception(request, error)
    assert answer is not None
    body = json.loads(answer.content)
    assert (answer.status_code, body["code"]) == (409, "rules.cannot_rule")
    assert said in body["message"]
