"""Fields of forms for the kinds of text the house keeps (`yichuang.text`)."""

from __future__ import annotations

import re

from django import forms

from yichuang import text
from yichuang.phrases import Phrase
from yichuang.web.base.language import say

_MISFIT = Phrase("格式不对，请核对", "This doesn't have the right form; please check it")


class PassageField(forms.CharField):
    """Something written."""

    def to_python(self, value: object) -> str:
        return text.passage(super().to_python(value) or "")


class NameField(forms.CharField):
    """A name: a letter one can see, on one line."""

    def to_python(self, value: object) -> str:
        return text.name(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        why = text.name_fault(value) if value else None
        if why is not None:
            raise forms.ValidationError(say(why), code="name")


class NumberField(forms.CharField):
    """A number or code. `form`: the pattern it must have, as it stands after tidying."""

    def __init__(self, *, form: str, required: bool = True) -> None:
        super().__init__(required=required)
        self._form = re.compile(form)

    def to_python(self, value: object) -> str:
        return text.code(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not self._form.fullmatch(value):
            raise forms.ValidationError(say(_MISFIT), code="form")


class TelephoneField(forms.CharField):
    """A telephone number."""

    def to_python(self, value: object) -> str:
        return text.telephone(super().to_python(value) or "")
