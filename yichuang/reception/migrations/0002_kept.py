from django.db import migrations

SQL = """
CREATE FUNCTION reception_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'this is kept as it is (% on %)', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER reception_call_kept BEFORE UPDATE OR DELETE ON reception_call
  FOR EACH ROW EXECUTE FUNCTION reception_refuse();
CREATE TRIGGER reception_call_whole BEFORE TRUNCATE ON reception_call
  FOR EACH STATEMENT EXECUTE FUNCTION reception_refuse();
-- Tickets and calls refer to services without a foreign key's lock.
CREATE TRIGGER reception_service_kept BEFORE DELETE OR TRUNCATE ON reception_service
  FOR EACH STATEMENT EXECUTE FUNCTION reception_refuse();
-- One row is updated with every number: room for its versions on the same page.
ALTER TABLE reception_counter SET (fillfactor = 20);
"""

UNDO = """
DROP FUNCTION reception_refuse CASCADE;
ALTER TABLE reception_counter RESET (fillfactor);
"""


class Migration(migrations.Migration):
    dependencies = [("reception", "0001_initial")]
    operations = [migrations.RunSQL(SQL, UNDO)]
