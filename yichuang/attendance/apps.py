from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    name = "yichuang.attendance"

    def ready(self) -> None:
        from yichuang.attendance.objecting import declare

        declare()
