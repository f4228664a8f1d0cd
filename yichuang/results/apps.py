from django.apps import AppConfig


class Config(AppConfig):
    name = "yichuang.results"
    label = "results"
