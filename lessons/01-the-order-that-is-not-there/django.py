# The same solution in Django. settings.py names both databases and the router:
#
#     DATABASES = {
#         "default": {"ENGINE": "django.db.backends.postgresql", "HOST": "primary", ...},
#         "replica": {"ENGINE": "django.db.backends.postgresql", "HOST": "replica", ...},
#     }
#     DATABASE_ROUTERS = ["shop.router.DbRouter"]


class DbRouter:
    """Orders are read where they are written. All the rest comes from the replica."""

    def db_for_read(self, model, **hints):
        # A router is loaded before the models are, so it goes by the model's name.
        return "default" if model._meta.label == "shop.Order" else "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, obj1, obj2, **hints):
        # An order from the primary and a product from the replica are rows of one database, seen at two places.
        return True
