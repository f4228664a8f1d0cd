from django.db import migrations

SQL = """
CREATE FUNCTION cases_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what happened to a case is never changed (% on %)', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION cases_terms_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.number, NEW.site_id, NEW.department_id, NEW.item_version_id, NEW.item_code,
      NEW.item_name, NEW.adoption_id, NEW.book_names, NEW.book_digest, NEW.ticket_id, NEW.code_index)
     IS DISTINCT FROM
     (OLD.id, OLD.number, OLD.site_id, OLD.department_id, OLD.item_version_id, OLD.item_code,
      OLD.item_name, OLD.adoption_id, OLD.book_names, OLD.book_digest, OLD.ticket_id, OLD.code_index)
  THEN
    RAISE EXCEPTION 'the terms of a case are kept as it was taken in'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER cases_fact_kept BEFORE UPDATE OR DELETE ON cases_fact
  FOR EACH ROW EXECUTE FUNCTION cases_refuse();
CREATE TRIGGER cases_fact_whole BEFORE TRUNCATE ON cases_fact
  FOR EACH STATEMENT EXECUTE FUNCTION cases_refuse();
CREATE TRIGGER cases_case_terms BEFORE UPDATE ON cases_case
  FOR EACH ROW EXECUTE FUNCTION cases_terms_kept();
CREATE TRIGGER cases_case_kept BEFORE DELETE ON cases_case
  FOR EACH ROW EXECUTE FUNCTION cases_refuse();
CREATE TRIGGER cases_case_whole BEFORE TRUNCATE ON cases_case
  FOR EACH STATEMENT EXECUTE FUNCTION cases_refuse();

-- Whose fact another one answers can't be misstated: it is that very fact of that very case.
ALTER TABLE cases_fact ADD CONSTRAINT case_fact_and_person UNIQUE (id, case_id, person_id);
ALTER TABLE cases_fact ADD CONSTRAINT case_answers_that_person
  FOREIGN KEY (answers_id, case_id, answers_person_id)
  REFERENCES cases_fact (id, case_id, person_id);
"""

UNDO = """
ALTER TABLE cases_fact DROP CONSTRAINT case_answers_that_person;
ALTER TABLE cases_fact DROP CONSTRAINT case_fact_and_person;
DROP FUNCTION cases_refuse, cases_terms_kept CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunSQL(SQL, UNDO)]
