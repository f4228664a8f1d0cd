from django.db import migrations

# A range of one number stands for the person, so that no extension is needed.
SQL = """
ALTER TABLE leave_leave ADD CONSTRAINT leaves_of_one_person_apart EXCLUDE USING gist (
  int8range(person_id, person_id, '[]') WITH &&, tstzrange(from_at, to_at) WITH &&
) WHERE (state IN ('incomplete', 'pending', 'granted', 'away'));

CREATE FUNCTION leave_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what was on record of leave is never taken away (% on %)', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER leave_leave_kept BEFORE DELETE ON leave_leave
  FOR EACH ROW EXECUTE FUNCTION leave_refuse();
CREATE TRIGGER leave_leave_whole BEFORE TRUNCATE ON leave_leave
  FOR EACH STATEMENT EXECUTE FUNCTION leave_refuse();
CREATE TRIGGER leave_holding_kept BEFORE DELETE ON leave_holding
  FOR EACH ROW EXECUTE FUNCTION leave_refuse();
CREATE TRIGGER leave_holding_whole BEFORE TRUNCATE ON leave_holding
  FOR EACH STATEMENT EXECUTE FUNCTION leave_refuse();
CREATE TRIGGER leave_post_kept BEFORE DELETE ON leave_post
  FOR EACH ROW EXECUTE FUNCTION leave_refuse();
CREATE TRIGGER leave_post_whole BEFORE TRUNCATE ON leave_post
  FOR EACH STATEMENT EXECUTE FUNCTION leave_refuse();
CREATE TRIGGER leave_outing_kept BEFORE DELETE ON leave_outing
  FOR EACH ROW EXECUTE FUNCTION leave_refuse();
CREATE TRIGGER leave_outing_whole BEFORE TRUNCATE ON leave_outing
  FOR EACH STATEMENT EXECUTE FUNCTION leave_refuse();
"""

UNDO = """
ALTER TABLE leave_leave DROP CONSTRAINT leaves_of_one_person_apart;
DROP FUNCTION leave_refuse CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("leave", "0001_initial")]
    operations = [migrations.RunSQL(SQL, UNDO)]
