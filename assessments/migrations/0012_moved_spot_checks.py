from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0011_amendments_by_ruling")]

    operations = [
        migrations.AddField(
            model_name="spotcheck",
            name="is_moved",
            field=models.BooleanField(
                default=False,
                help_text="working days changed and it got another moment; the trail says so once that has come",
            ),
        ),
    ]
