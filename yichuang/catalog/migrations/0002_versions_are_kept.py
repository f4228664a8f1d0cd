from django.db import migrations

SQL = """
CREATE FUNCTION catalog_version_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status <> 'draft' THEN
    IF TG_OP = 'DELETE' THEN
      RAISE EXCEPTION 'a version that was decided on is never deleted'
        USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF (NEW.item_id, NEW.number, NEW.status, NEW.content, NEW.digest, NEW.name, NEW.name_en,
        NEW.kind, NEW.case_kind, NEW.missing, NEW.grounded, NEW.ground, NEW.added_at,
        NEW.added_by)
       IS DISTINCT FROM
       (OLD.item_id, OLD.number, OLD.status, OLD.content, OLD.digest, OLD.name, OLD.name_en,
        OLD.kind, OLD.case_kind, OLD.missing, OLD.grounded, OLD.ground, OLD.added_at,
        OLD.added_by)
       OR lower(NEW.valid) IS DISTINCT FROM lower(OLD.valid)
       OR NOT NEW.valid <@ OLD.valid
    THEN
      RAISE EXCEPTION 'a version that was decided on is never changed; it can only end'
        USING ERRCODE = 'insufficient_privilege';
    END IF;
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER catalog_version_kept BEFORE UPDATE OR DELETE ON catalog_itemversion
  FOR EACH ROW EXECUTE FUNCTION catalog_version_kept();
"""

UNDO = """
DROP TRIGGER catalog_version_kept ON catalog_itemversion;
DROP FUNCTION catalog_version_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]
    operations = [migrations.RunSQL(SQL, UNDO)]
