from django.db import migrations

# Applications that are under way go on as courses: their facts are those of their entries.
SQL = """
WITH begun AS (
  INSERT INTO courses_standing (course, number, subject, department_id, state, began_at)
  SELECT 'admission', a.id, 'item:' || i.code, i.department_id, a.stage, a.applied_at
  FROM catalog_admission a JOIN catalog_serviceitem i ON i.id = a.item_id
  WHERE a.stage IN ('applied', 'agreed')
  RETURNING id, number
)
INSERT INTO courses_fact (standing_id, seq, kind, at, recorded_at, actor, person_id, entry_id, data)
SELECT b.id, row_number() OVER (PARTITION BY b.id ORDER BY e.id),
  substr(e.kind, length('item.admission_') + 1), e.happened_at, e.recorded_at, e.actor, p.id, e.id,
  e.data - 'rows' - 'application'
FROM begun b JOIN journal_entry e
  ON e.kind LIKE 'item.admission\\_%' AND e.data ->> 'application' = b.number
LEFT JOIN organization_person p ON e.actor = 'person:' || p.staff_no;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0003_search_in_memory"),
        ("courses", "0002_kept"),
        ("journal", "0004_rows_bound"),
    ]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
