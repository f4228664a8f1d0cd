from django.apps import AppConfig


class Config(AppConfig):
    name = "yichuang.web"
    label = "web"
