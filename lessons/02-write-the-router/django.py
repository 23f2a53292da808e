# The same in Django. First settings.py:

import os

PRIMARY_HOST = os.environ.get("PRIMARY_HOST", "primary")

DATABASES = {
    "default": {"ENGINE": "django.db.backends.postgresql", "NAME": "shop", "HOST": PRIMARY_HOST},
    "replica": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "shop",
        # Where there is no replica, the alias is the primary under another name.
        "HOST": os.environ.get("REPLICA_HOST", PRIMARY_HOST),
        # Tests have one database: there nothing replicates.
        "TEST": {"MIRROR": "default"},
    },
    "warehouse": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "warehouse",
        "HOST": os.environ.get("WAREHOUSE_HOST", "standalone"),
    },
}

# The first answer that is not None wins, and DbRouter has one for every model.
DATABASE_ROUTERS = ["shop.routers.WarehouseRouter", "shop.routers.DbRouter"]


# And shop/routers.py. Nobody but the routers keeps an order from referring to a shelf: for its column to exist at all,
# Order.shelf must say db_constraint=False.


class DbRouter:
    """For the shop: reads to the replica, writes to the primary."""

    def db_for_read(self, model, **hints):
        return "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, obj1, obj2, **hints):
        # A product from the replica and an order for the primary are rows of one database, seen at two places.
        if obj1._meta.app_label == "shop" and obj2._meta.app_label == "shop":
            return True
        return None

    def allow_migrate(self, db, app_label, **hints):
        # The replica gets its tables from the primary.
        return db == "default"


class WarehouseRouter:
    """For the warehouse. Relations are left to Django: both objects on one database, or refused."""

    def db_for_read(self, model, **hints):
        return "warehouse" if model._meta.app_label == "warehouse" else None

    def db_for_write(self, model, **hints):
        return "warehouse" if model._meta.app_label == "warehouse" else None

    def allow_migrate(self, db, app_label, **hints):
        if app_label == "warehouse" or db == "warehouse":
            return app_label == "warehouse" and db == "warehouse"
        return None
