from django.apps import AppConfig


class Config(AppConfig):
    name = "yichuang.fees"
    label = "fees"
