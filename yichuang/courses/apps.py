from django.apps import AppConfig


class Courses(AppConfig):
    name = "yichuang.courses"
    label = "courses"
