from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("catalog", "0002_versions_are_kept")]
    operations = [migrations.RemoveField(model_name="itemversion", name="search")]
