from django.apps import AppConfig


class Obligations(AppConfig):
    name = "yichuang.obligations"
    label = "obligations"
