from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0005_steps_are_append_only'),
    ]

    operations = [
        migrations.AddField(
            model_name='evidence',
            name='for_month',
            field=models.DateField(null=True, verbose_name='untuk laporan bulan'),
        ),
        migrations.AddField(
            model_name='evidence',
            name='withdrawn_by',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='evidence',
            name='withdrawn_reason',
            field=models.CharField(blank=True, default='', max_length=300, verbose_name='alasan ditarik'),
            preserve_default=False,
        ),
    ]
