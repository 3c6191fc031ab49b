"""The tables of the room."""

from django.db import migrations, models

from naikkelas.lib.migrations import CreateTables


class Migration(migrations.Migration):

    replaces = [
        ('instruments', '0001_initial'),
    ]
    initial = True

    dependencies = [
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='PublishedInstrument',
                fields=[
                    ('id', models.CharField(editable=False, max_length=60, primary_key=True, serialize=False)),
                    ('version', models.CharField(max_length=20)),
                    ('title', models.CharField(max_length=200)),
                    ('sha256', models.CharField(max_length=64, unique=True)),
                    ('text', models.TextField()),
                    ('published_at', models.DateTimeField()),
                ],
                options={
                    'ordering': ['published_at', 'id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='published_instrument_has_its_hash'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='published_instrument_has_its_text')],
                },
            ),
        ]),
    ]
