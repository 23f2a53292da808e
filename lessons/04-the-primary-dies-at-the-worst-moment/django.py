# The same solution in Django. settings.py names both servers, and libpq finds the one that takes writes:
#
#     DATABASES = {
#         "default": {
#             "ENGINE": "django.db.backends.postgresql",
#             "HOST": "primary,replica",
#             "OPTIONS": {"target_session_attrs": "read-write", "connect_timeout": 2},
#         },
#     }
#
# connect_timeout is for a server that is gone without a word: nobody is there to refuse the connection.
#
# In postgresql.conf of both: synchronous_standby_names = 'ANY 1 (...)' and synchronous_commit = local.

import time

from django.db import OperationalError, connection, transaction
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render

from .models import Payment, Product


def product_page(request, id):
    """A page to look at. Each look is counted, and nobody would miss one."""
    Product.objects.filter(id=id).update(views=F("views") + 1)
    return render(request, "product.html", {"product": get_object_or_404(Product, id=id)})


def pay(request):
    """Takes the money for one product, once for each key, however often it is tried."""
    payment = until_served(lambda: take_money(request))
    return redirect("receipt", key=payment.key)


@transaction.atomic
def take_money(request):
    with connection.cursor() as cursor:
        # This transaction alone waits until the replica has it, too.
        cursor.execute("SET LOCAL synchronous_commit = on")
    product = get_object_or_404(Product, id=request.POST["product"])
    payment, _ = Payment.objects.get_or_create(
        key=request.POST["key"],
        customer=request.user,
        defaults={"product": product, "amount": product.price},
    )
    return payment


def until_served(work, tries=30):
    """Tries again while no server takes writes. Whether the last try was made, nobody knows: so the work must be of a
    kind that can be done twice."""
    for left in reversed(range(tries)):
        try:
            return work()
        except OperationalError:
            if left == 0:
                raise
            connection.close()
            time.sleep(0.1)
