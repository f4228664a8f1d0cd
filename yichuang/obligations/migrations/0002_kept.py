from django.db import migrations

SQL = """
CREATE FUNCTION obligations_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what was owed is never taken away (% on %)', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER obligations_obligation_kept BEFORE DELETE ON obligations_obligation
  FOR EACH ROW EXECUTE FUNCTION obligations_refuse();
CREATE TRIGGER obligations_obligation_whole BEFORE TRUNCATE ON obligations_obligation
  FOR EACH STATEMENT EXECUTE FUNCTION obligations_refuse();
CREATE TRIGGER obligations_firing_kept BEFORE UPDATE OR DELETE ON obligations_firing
  FOR EACH ROW EXECUTE FUNCTION obligations_refuse();
CREATE TRIGGER obligations_firing_whole BEFORE TRUNCATE ON obligations_firing
  FOR EACH STATEMENT EXECUTE FUNCTION obligations_refuse();
"""

UNDO = """
DROP FUNCTION obligations_refuse CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("obligations", "0001_initial")]
    operations = [migrations.RunSQL(SQL, UNDO)]
