from django.apps import AppConfig


class ActsConfig(AppConfig):
    name = "yichuang.acts"

    def ready(self) -> None:
        from yichuang.acts.contesting import declare

        declare()
