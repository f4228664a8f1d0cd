from django.apps import AppConfig


class Config(AppConfig):
    name = "yichuang.reception"
    label = "reception"
