from django.apps import AppConfig


class Config(AppConfig):
    name = "yichuang.jobs"
    label = "jobs"
