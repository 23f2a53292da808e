import { path } from 'django';
import { catalogue, changeQuantity, checkout, orderDetail, orderList, productDetail } from './views';

export const urlpatterns = [
  path('/', catalogue),
  path('/products/<int:id>/', productDetail),
  path('/checkout/', checkout),
  path('/orders/', orderList),
  path('/orders/<int:id>/', orderDetail),
  path('/orders/<int:id>/quantity/', changeQuantity),
];
