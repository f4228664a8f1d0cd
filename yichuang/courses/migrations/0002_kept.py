from django.db import migrations

SQL = """
CREATE FUNCTION courses_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what happened in a course is never changed (% on %)', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION courses_terms_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.course, NEW.number, NEW.subject, NEW.site_id, NEW.adoption_id, NEW.began_at)
     IS DISTINCT FROM
     (OLD.id, OLD.course, OLD.number, OLD.subject, OLD.site_id, OLD.adoption_id, OLD.began_at)
  THEN
    RAISE EXCEPTION 'the terms of a course are kept as it began'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER courses_fact_kept BEFORE UPDATE OR DELETE ON courses_fact
  FOR EACH ROW EXECUTE FUNCTION courses_refuse();
CREATE TRIGGER courses_fact_whole BEFORE TRUNCATE ON courses_fact
  FOR EACH STATEMENT EXECUTE FUNCTION courses_refuse();
CREATE TRIGGER courses_standing_terms BEFORE UPDATE ON courses_standing
  FOR EACH ROW EXECUTE FUNCTION courses_terms_kept();
CREATE TRIGGER courses_standing_kept BEFORE DELETE ON courses_standing
  FOR EACH ROW EXECUTE FUNCTION courses_refuse();
CREATE TRIGGER courses_standing_whole BEFORE TRUNCATE ON courses_standing
  FOR EACH STATEMENT EXECUTE FUNCTION courses_refuse();
"""

UNDO = """
DROP FUNCTION courses_refuse, courses_terms_kept CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("courses", "0001_initial")]
    operations = [migrations.RunSQL(SQL, UNDO)]
