from django.db import migrations

SQL = """
CREATE FUNCTION feedback_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a rating is never changed (% on %)', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER feedback_rating_kept BEFORE UPDATE OR DELETE ON feedback_rating
  FOR EACH ROW EXECUTE FUNCTION feedback_refuse();
CREATE TRIGGER feedback_rating_whole BEFORE TRUNCATE ON feedback_rating
  FOR EACH STATEMENT EXECUTE FUNCTION feedback_refuse();
CREATE TRIGGER feedback_invitation_kept BEFORE UPDATE OR DELETE ON feedback_invitation
  FOR EACH ROW EXECUTE FUNCTION feedback_refuse();
CREATE TRIGGER feedback_invitation_whole BEFORE TRUNCATE ON feedback_invitation
  FOR EACH STATEMENT EXECUTE FUNCTION feedback_refuse();
"""

UNDO = """
DROP TRIGGER feedback_rating_kept ON feedback_rating;
DROP TRIGGER feedback_rating_whole ON feedback_rating;
DROP TRIGGER feedback_invitation_kept ON feedback_invitation;
DROP TRIGGER feedback_invitation_whole ON feedback_invitation;
DROP FUNCTION feedback_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("feedback", "0001_initial")]
    operations = [migrations.RunSQL(SQL, UNDO)]
