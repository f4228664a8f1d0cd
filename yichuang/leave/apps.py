from django.apps import AppConfig


class Config(AppConfig):
    name = "yichuang.leave"
    label = "leave"

    def ready(self) -> None:
        from yichuang.attendance.queries import provide_away
        from yichuang.leave.excused import away

        provide_away(away)
