from django.apps import AppConfig


class Cases(AppConfig):
    name = "yichuang.cases"
    label = "cases"
