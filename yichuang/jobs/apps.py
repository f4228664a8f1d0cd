from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class Config(AppConfig):
    name = "yichuang.jobs"
    label = "jobs"

    def ready(self) -> None:
        from yichuang.jobs.record import CHECKS
        from yichuang.journal.agreement import give_checks

        give_checks(CHECKS)
        # Sent once for each app with tables, after all migrations; once is enough.
        post_migrate.connect(_migrated, sender=apps.get_app_config("journal"))


def _migrated(**_: object) -> None:
    """The tables are as they should be: put on what keeps them so."""
    from django.conf import settings

    from yichuang.jobs.grants import grant
    from yichuang.jobs.record import bind_all

    bind_all()
    grant(settings.APPLICATION_ROLE)
