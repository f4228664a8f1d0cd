from django.apps import AppConfig


class Config(AppConfig):
    name = "yichuang.api"
    label = "api"
