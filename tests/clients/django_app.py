"""An application on Django: `make DATABASE` makes its tables, `check DATABASE`
reads every value of its rows, and finds each by every value."""

import datetime
import decimal
import sys
import uuid

import django
from django.conf import settings

settings.configure(DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": sys.argv[2]}}, USE_TZ=True, TIME_ZONE="UTC", DEFAULT_AUTO_FIELD="django.db.models.BigAutoField")
django.setup()

from django.db import connection, models  # noqa: E402
from django.db.migrations.recorder import MigrationRecorder  # noqa: E402


class Item(models.Model):
    uid = models.UUIDField()
    at = models.DateTimeField()
    clock = models.TimeField()
    span = models.DurationField()
    price = models.DecimalField(max_digits=12, decimal_places=2)
    data = models.JSONField()
    tags = models.JSONField()
    ok = models.BooleanField()

    class Meta:
        app_label = "app"
        db_table = "items"


UTC = datetime.timezone.utc
WANTED = [
    (uuid.UUID("6b5fa1e5-8c1a-4d59-9d7c-0a6e7f1d2c3b"), datetime.datetime(2024, 1, 1, 0, 30, tzinfo=UTC), datetime.time(8), datetime.timedelta(days=3, seconds=4.5), decimal.Decimal("12.50"), {"a": 1}, ["123", "b"], True),
    (uuid.UUID("6b5fa1e5-8c1a-4d59-9d7c-0a6e7f1d2c3c"), datetime.datetime(2024, 2, 29, 10, 0, 0, 250000, tzinfo=UTC), datetime.time(9, 30, 0, 250000), datetime.timedelta(seconds=1), decimal.Decimal("0.10"), {"a": 2}, [], False),
]
NAMES = ["uid", "at", "clock", "span", "price", "data", "tags", "ok"]

if sys.argv[1] == "make":
    with connection.schema_editor() as editor:
        editor.create_model(Item)
    MigrationRecorder(connection).record_applied("app", "0001_initial")
else:
    items = list(Item.objects.order_by("id"))
    assert [tuple(getattr(item, name) for name in NAMES) for item in items] == WANTED, [vars(item) for item in items]
    for number, row in enumerate(WANTED, 1):
        for name, value in zip(NAMES, row):
            if name not in ("data", "tags"):
                assert [item.id for item in Item.objects.filter(**{name: value})] == [number], (name, value)
        assert Item.objects.get(data__a=number).id == number
    assert Item.objects.filter(at__gte=WANTED[1][1]).count() == 1
    assert Item.objects.create(**dict(zip(NAMES, WANTED[0]))).id == 3
    assert MigrationRecorder(connection).applied_migrations()
