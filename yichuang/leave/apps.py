from django.apps import AppConfig


class Config(AppConfig):
    name = "yichuang.leave"
    label = "leave"
