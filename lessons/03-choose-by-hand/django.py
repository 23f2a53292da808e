# The same solution in Django. settings.py names both databases and no router:
#
#     DATABASES = {
#         "default": {"ENGINE": "django.db.backends.postgresql", "HOST": "primary", ...},
#         "replica": {"ENGINE": "django.db.backends.postgresql", "HOST": "replica", ...},
#     }

from django.db import transaction
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render

from .models import Checkout, CheckoutLine, Order, OrderLine, Product, Review


def product_page(request, id):
    """Two questions, both to the replica. The template may follow product.category and review.author: they are loaded."""
    products = Product.objects.using("replica").select_related("category")
    product = get_object_or_404(products, id=id)
    reviews = Review.objects.using("replica").filter(product=product).select_related("author").order_by("-id")
    return render(request, "product.html", {"product": product, "reviews": reviews})


class SoldOut(Exception):
    """Raised out of the transaction, so that nothing of it remains."""

    def __init__(self, product):
        super().__init__(f"There is not enough {product.name} left.")
        self.product = product


def place_order(request, id):
    try:
        order = order_from(id, request.user)
    except SoldOut as error:
        return render(request, "sold-out.html", {"product": error.product})
    return redirect("order", order.id)


@transaction.atomic
def order_from(id, user):
    # Whoever comes second waits here, and then sees what the first has left.
    checkout = get_object_or_404(Checkout.objects.select_for_update(of=("self",)), id=id, customer__user=user)
    if checkout.status == "ordered":
        return Order.objects.get(checkout=checkout)

    # The products are locked too, and always in the same order.
    locked = CheckoutLine.objects.select_for_update().filter(checkout=checkout).select_related("product")
    lines = list(locked.order_by("product_id"))
    for line in lines:
        if line.product.stock < line.quantity:
            raise SoldOut(line.product)

    total = sum(line.product.price * line.quantity for line in lines)
    order = Order.objects.create(checkout=checkout, total=total)
    for line in lines:
        OrderLine.objects.create(order=order, product=line.product, quantity=line.quantity, price=line.product.price)
        Product.objects.filter(id=line.product_id).update(stock=F("stock") - line.quantity)
    checkout.status = "ordered"
    checkout.save(update_fields=["status"])
    return order
