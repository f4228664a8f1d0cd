"""How forms are drawn: label, help, errors and input of a field belong together."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    form_template_name = "web/base/parts/form.html"
    field_template_name = "web/base/parts/field.html"
