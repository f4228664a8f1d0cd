from django.db import migrations, models


class Migration(migrations.Migration):
    """Classes of tickets and grounds are the rule book's, under whatever code."""

    dependencies = [
        ('reception', '0004_day_and_requests'),
    ]

    operations = [
        migrations.AlterField('call', 'called_as', models.CharField(max_length=60)),
        migrations.AlterField('call', 'counts_as', models.CharField(max_length=60)),
        migrations.AlterField('ticket', 'ticket_class', models.CharField(max_length=60)),
        migrations.AlterField('ticket', 'rank', models.CharField(max_length=60)),
        migrations.AlterField(
            'ticket', 'ground', models.CharField(db_default='', default='', max_length=60),
        ),
        migrations.RemoveConstraint('ticket', 'checked_in_appointments_wait'),
        migrations.AddConstraint(
            'ticket',
            models.CheckConstraint(
                condition=models.Q(('queued_at__isnull', False))
                | models.Q(('checked_in_at', None), ('slot__isnull', False)),
                name='checked_in_appointments_wait',
            ),
        ),
    ]
