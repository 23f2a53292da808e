import { path } from 'django';
import { catalogue, checkout, orderDetail, productDetail } from './views';
import { deliver, pick, shelves } from './warehouse';

export const urlpatterns = [
  path('/', catalogue),
  path('/products/<int:id>/', productDetail),
  path('/checkout/', checkout),
  path('/orders/<int:id>/', orderDetail),
  path('/warehouse/', shelves),
  path('/warehouse/deliveries/', deliver),
  path('/warehouse/pick/', pick),
];
