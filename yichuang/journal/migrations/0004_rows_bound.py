from django.db import migrations

SQL = """
-- What an action does to the rows of the record is bound by the entry it writes: each change
-- notes the row's digest, and the next entry of the same transaction takes the notes along.
CREATE FUNCTION journal_row_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  left_out text[] := coalesce(TG_ARGV[0], '{}')::text[];
  told jsonb;
  noted text;
BEGIN
  IF current_setting('TimeZone') <> 'UTC' THEN  -- digests are of times in UTC
    PERFORM set_config('TimeZone', 'UTC', true);
  END IF;
  IF TG_OP = 'DELETE' THEN
    noted := format('"%s.%s":"",', TG_TABLE_NAME, OLD.id);
  ELSE
    told := to_jsonb(NEW) - left_out;
    IF TG_OP = 'UPDATE' AND told = to_jsonb(OLD) - left_out THEN
      RETURN NEW;
    END IF;
    noted := format('"%s.%s":"%s",', TG_TABLE_NAME, NEW.id,
                    encode(sha256(convert_to(told::text, 'UTF8')), 'hex'));
  END IF;
  noted := coalesce(current_setting('journal.rows', true), '') || noted;
  PERFORM set_config('journal.rows', noted, true);
  IF length(noted) > 50000 THEN  -- a long list is written down in parts
    INSERT INTO journal_entry (site, kind, subject, actor, happened_at, data)
      VALUES ('-', 'rows.written', 'rows', 'system', journal_now(), '{}');
  END IF;
  PERFORM set_config('journal.untold', TG_TABLE_NAME, true);
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION journal_rows_taken() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  noted text := current_setting('journal.rows', true);
BEGIN
  IF noted <> '' THEN
    NEW.data := NEW.data || jsonb_build_object('rows',
      coalesce(NEW.data -> 'rows', '{}') || ('{' || rtrim(noted, ',') || '}')::jsonb);
    PERFORM set_config('journal.rows', '', true);
    PERFORM set_config('journal.untold', '', true);
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION journal_rows_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('journal.untold', true) <> '' THEN
    RAISE EXCEPTION 'a change of % without an entry in the journal',
      current_setting('journal.untold', true) USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER journal_entry_rows BEFORE INSERT ON journal_entry
  FOR EACH ROW EXECUTE FUNCTION journal_rows_taken();
"""

UNDO = """
DROP FUNCTION journal_row_changed, journal_rows_taken, journal_rows_told CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0003_merkle_tree")]
    operations = [migrations.RunSQL(SQL, UNDO)]
