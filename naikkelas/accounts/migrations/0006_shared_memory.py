from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_invitations'),
    ]
    # allauth looks for the e-mail address of accounts, which begins in 0002.
    run_before = [('account', '0001_initial')]

    operations = [
        migrations.CreateModel(
            name='Remembered',
            fields=[
                ('key', models.CharField(max_length=255, primary_key=True, serialize=False)),
                ('value', models.TextField()),
                ('until', models.DateTimeField(db_index=True)),
            ],
        ),
    ]
