from django.apps import AppConfig


class Config(AppConfig):
    name = "yichuang.catalog"
    label = "catalog"
