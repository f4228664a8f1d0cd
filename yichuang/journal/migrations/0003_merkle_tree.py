import django.contrib.postgres.fields
from django.db import migrations, models

SQL = """
CREATE TRIGGER journal_batch_kept BEFORE UPDATE OR DELETE ON journal_batch
  FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_batch_whole BEFORE TRUNCATE ON journal_batch
  FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_node_kept BEFORE UPDATE OR DELETE ON journal_node
  FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_node_whole BEFORE TRUNCATE ON journal_node
  FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
"""

# A time that is none (infinity) could be written and never be sealed. Old rows are left to
# the verifier.
TIMES = """
ALTER TABLE journal_entry ADD CONSTRAINT journal_entry_times CHECK (
  happened_at BETWEEN '0002-01-01' AND '9998-12-31' AND
  recorded_at BETWEEN '0002-01-01' AND '9998-12-31') NOT VALID;
"""

UNDO = "ALTER TABLE journal_entry DROP CONSTRAINT journal_entry_times;"


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_append_only")]
    operations = [
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("first", models.BigIntegerField(primary_key=True, serialize=False)),
                (
                    "entry_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),
                ("leaves", models.BinaryField()),
                ("sealed_at", models.DateTimeField()),
                ("algorithm", models.CharField(max_length=16)),
            ],
            options={"db_table": "journal_batch"},
        ),
        migrations.CreateModel(
            name="Node",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "level", "place", blank=True, editable=False,
                        primary_key=True, serialize=False,
                    ),
                ),
                ("level", models.SmallIntegerField()),
                ("place", models.BigIntegerField()),
                ("hash", models.BinaryField()),
            ],
            options={"db_table": "journal_node"},
        ),
        migrations.RunSQL(SQL, ""),
        migrations.RunSQL(TIMES, UNDO),
    ]
