/** The rule for names, by examples: a line of Django, and the same line here, which the tests run like any example. */
export const nameExamples: readonly { readonly django: string; readonly here: string }[] = [
  {
    django: "Product.objects.order_by('-price')",
    here: "Product.objects.orderBy('-price')",
  },
  {
    django: "Order.objects.filter(product__price__gt='3.50')",
    here: "Order.objects.filter({ product__price__gt: '3.50' })",
  },
  {
    django: "product.save(update_fields=['stock'])",
    here: "await product.save({ updateFields: ['stock'] })",
  },
  {
    django: "Product.objects.values_list('name', flat=True)",
    here: "Product.objects.valuesList('name', { flat: true })",
  },
  {
    django: "Product.objects.update(stock=F('stock') - 1)",
    here: "await Product.objects.update({ stock: F('stock').minus(1) })",
  },
  {
    django: "Q(stock=0) | ~Q(price__lt='4')",
    here: "Q({ stock: 0 }).or(Q({ price__lt: '4' }).not())",
  },
  {
    django: 'Order.objects.all()[10:20]',
    here: 'Order.objects.all().slice(10, 20)',
  },
  {
    django: 'for order in Order.objects.all(): ...',
    here: 'for (const order of await Order.objects.all()) { }',
  },
  {
    django: 'order.product.name',
    here: '(await order.product).name',
  },
  {
    django: 'order.product_id',
    here: 'order.productId',
  },
  {
    django: "with transaction.atomic(using='default'): ...",
    here: "await transaction.atomic(async () => { }, { using: 'default' })",
  },
];
