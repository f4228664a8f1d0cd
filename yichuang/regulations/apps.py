from django.apps import AppConfig


class Config(AppConfig):
    name = "yichuang.regulations"
    label = "regulations"
