from django.apps import AppConfig


class Config(AppConfig):
    name = "yichuang.journal"
    label = "journal"
