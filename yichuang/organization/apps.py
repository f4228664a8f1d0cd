from django.apps import AppConfig


class Config(AppConfig):
    name = "yichuang.organization"
    label = "organization"
