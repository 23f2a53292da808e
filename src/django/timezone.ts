/**
 * The moment at hand, in virtual time.
 *
 *     const placedToday = await Order.objects.filter({ placedAt__gt: timezone.now() });
 *
 * Django: [timezone.now](https://docs.djangoproject.com/en/5.2/ref/utils/#django.utils.timezone.now).
 */
export function now(): Date {
  return new Date();
}
