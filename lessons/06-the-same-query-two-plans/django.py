# The same solution in Django. settings.py names both databases:
#
#     DATABASES = {
#         "default": {"ENGINE": "django.db.backends.postgresql", "HOST": "primary", ...},
#         "replica": {"ENGINE": "django.db.backends.postgresql", "HOST": "replica", ...},
#     }
#
# The index belongs to the model, so that a migration makes it. A migration is run on one database at a time, and a
# subscriber of logical replication needs it as well: migrate --database replica, with a router that lets it.
#
#     class Order(models.Model):
#         ...
#         class Meta:
#             indexes = [models.Index(fields=["reference"])]

from django.core.management.base import BaseCommand
from django.db import connections
from django.db.models import Sum

from .models import Order


def oldest_open_orders(database):
    """One query: the customers come along, and the database does the sums."""
    orders = (
        Order.objects.using(database)
        .filter(status="open")
        .select_related("customer")
        .annotate(bottles=Sum("lines__quantity"))
        .order_by("placed_on", "id")[:10]
    )
    return [{"reference": order.reference, "customer": order.customer.name, "bottles": order.bottles} for order in orders]


def plan(database):
    """What the nodes of the plan did, on this server."""
    return Order.objects.using(database).filter(status="open").explain(analyze=True, buffers=True, format="json")


class Command(BaseCommand):
    """manage.py after_load: statistics are each server's own, so each is asked to take them."""

    def handle(self, *args, **options):
        for database in ["default", "replica"]:
            with connections[database].cursor() as cursor:
                cursor.execute("ANALYZE shop_customer, shop_order, shop_orderline")
