import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The table of the units stays as it is; the project knows it by a model now, so that a unit cannot take its rows along."""

    dependencies = [("knowledge", "0001_articles"), ("organization", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="ArticleUnit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                        ),
                        (
                            "article",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="knowledge.article"),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organization.unit"
                            ),
                        ),
                    ],
                    options={"db_table": "knowledge_article_units", "unique_together": {("article", "unit")}},
                ),
                migrations.AlterField(
                    model_name="article",
                    name="units",
                    field=models.ManyToManyField(
                        related_name="+", through="knowledge.ArticleUnit", to="organization.unit"
                    ),
                ),
            ]
        )
    ]
