"""Comparisons get a salt. What was submitted before has none: its digest stays the one that the trail noted."""

from django.db import migrations, models

import foundation.common.crypto


class Migration(migrations.Migration):
    dependencies = [("standards", "0003_weight_studies")]

    operations = [
        migrations.AddField(
            model_name="expertsubmission", name="salt", field=models.CharField(default="", max_length=32)
        ),
        migrations.AlterField(
            model_name="expertsubmission",
            name="salt",
            field=models.CharField(default=foundation.common.crypto.new_salt, max_length=32),
        ),
    ]
