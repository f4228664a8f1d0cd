import json

import django.db.models.deletion
from yichuang.organization.personal import encrypt
import yichuang.reception.states
from django.db import migrations, models


# A closing and what it did stay as they were written; undoing one fills in its last columns.
KEPT = """
CREATE TRIGGER reception_closed_kept BEFORE UPDATE OR DELETE ON reception_closed
  FOR EACH ROW EXECUTE FUNCTION reception_refuse();
CREATE TRIGGER reception_closed_whole BEFORE TRUNCATE ON reception_closed
  FOR EACH STATEMENT EXECUTE FUNCTION reception_refuse();
CREATE TRIGGER reception_closing_kept BEFORE DELETE OR TRUNCATE ON reception_closing
  FOR EACH STATEMENT EXECUTE FUNCTION reception_refuse();
"""
UNDO = """
DROP TRIGGER reception_closed_kept ON reception_closed;
DROP TRIGGER reception_closed_whole ON reception_closed;
DROP TRIGGER reception_closing_kept ON reception_closing;
"""


def encrypt_holders(apps, schema_editor):
    """Put what was kept in clear under the hall's key."""
    for row in apps.get_model("reception", "Ticket").objects.exclude(holder=None).iterator():
        text = json.dumps(row.holder, ensure_ascii=False)
        row.personal = encrypt(text, of=f"ticket:{row.slip}")
        row.save(update_fields=["personal"])


class Migration(migrations.Migration):

    dependencies = [
        ('organization', '0001_initial'),
        ('reception', '0003_without_locks'),
    ]

    operations = [
        migrations.AddField(
            model_name='ticket',
            name='personal',
            field=models.BinaryField(null=True),
        ),
        migrations.RunPython(encrypt_holders, elidable=False),
        migrations.CreateModel(
            name='Closed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('was', models.CharField(max_length=12)),
                ('became', models.CharField(max_length=12)),
                ('at_window', models.CharField(default='', max_length=16)),
            ],
        ),
        migrations.CreateModel(
            name='Closing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('closed_at', models.DateTimeField()),
                ('closed_by', models.CharField(max_length=96)),
                ('windows', models.JSONField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('undone_by', models.CharField(default='', max_length=96)),
            ],
        ),
        migrations.CreateModel(
            name='Request',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=96)),
                ('what', models.CharField(max_length=24)),
                ('key', models.CharField(max_length=200)),
                ('day', models.DateField()),
                ('digest', models.CharField(max_length=64)),
                ('ref', models.BigIntegerField(null=True)),
                ('answer', models.BinaryField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='call',
            name='call_key_once',
        ),
        migrations.RemoveConstraint(
            model_name='ticket',
            name='ticket_key_once',
        ),
        migrations.RemoveField(
            model_name='call',
            name='key',
        ),
        migrations.RemoveField(
            model_name='ticket',
            name='holder',
        ),
        migrations.RemoveField(
            model_name='ticket',
            name='key',
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('personal__isnull', False)), fields=['site', 'day'], name='ticket_with_holder'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('state__in', (yichuang.reception.states.State['FINISHED'], yichuang.reception.states.State['ABANDONED'], yichuang.reception.states.State['UNSERVED'])), _negated=True), fields=['site', 'day'], name='ticket_not_over'),
        ),
        migrations.AddField(
            model_name='closed',
            name='ticket',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to='reception.ticket'),
        ),
        migrations.AddField(
            model_name='closing',
            name='site',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organization.site'),
        ),
        migrations.AddField(
            model_name='closed',
            name='closing',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='numbers', to='reception.closing'),
        ),
        migrations.AddIndex(
            model_name='request',
            index=models.Index(fields=['day'], name='request_of_day'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.UniqueConstraint(fields=('source', 'what', 'key', 'day'), name='request_once'),
        ),
        migrations.AddIndex(
            model_name='closing',
            index=models.Index(fields=['site', '-day'], name='closings_of_site'),
        ),
        migrations.AddConstraint(
            model_name='closed',
            constraint=models.UniqueConstraint(fields=('closing', 'ticket'), name='number_closed_once'),
        ),
        migrations.RunSQL(KEPT, UNDO),
    ]
