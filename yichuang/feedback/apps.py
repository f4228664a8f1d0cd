from django.apps import AppConfig


class Config(AppConfig):
    name = "yichuang.feedback"
    label = "feedback"
