from django.db import migrations

SQL = """
CREATE FUNCTION journal_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
  SELECT coalesce(
    (SELECT training_at + (least(clock_timestamp(), greatest(run_until, real_at)) - real_at) * speed
     FROM journal_clock),
    clock_timestamp())
$$;

CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the journal is never changed (% on %)', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION journal_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.recorded_at := journal_now();
  RETURN NEW;
END $$;

CREATE FUNCTION journal_clock_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM journal_hall WHERE training) THEN
    RAISE EXCEPTION 'a real hall has no training clock' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND
     NEW.training_at < OLD.training_at - interval '1 second' +
       (least(clock_timestamp(), greatest(OLD.run_until, OLD.real_at)) - OLD.real_at) * OLD.speed
  THEN
    RAISE EXCEPTION 'the training clock is never turned back' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER journal_entry_stamp BEFORE INSERT ON journal_entry
  FOR EACH ROW EXECUTE FUNCTION journal_stamp();
CREATE TRIGGER journal_clock_kept BEFORE INSERT OR UPDATE ON journal_clock
  FOR EACH ROW EXECUTE FUNCTION journal_clock_kept();

CREATE TRIGGER journal_entry_kept BEFORE UPDATE OR DELETE ON journal_entry
  FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_entry_whole BEFORE TRUNCATE ON journal_entry
  FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_seal_kept BEFORE UPDATE OR DELETE ON journal_seal
  FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_seal_whole BEFORE TRUNCATE ON journal_seal
  FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_hall_kept BEFORE UPDATE OR DELETE ON journal_hall
  FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_hall_whole BEFORE TRUNCATE ON journal_hall
  FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_clock_not_deleted BEFORE DELETE ON journal_clock
  FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_clock_whole BEFORE TRUNCATE ON journal_clock
  FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
"""

UNDO = """
DROP FUNCTION journal_stamp, journal_refuse, journal_clock_kept, journal_now CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunSQL(SQL, UNDO)]
