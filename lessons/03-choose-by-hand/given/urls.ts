import { path } from 'django';
import { catalogue, changeLine, checkoutPage, orderPage } from './pages';
import { placeOrder, productPage } from './views';

export const urlpatterns = [
  path('/', catalogue),
  path('/products/<int:id>/', productPage),
  path('/checkout/<int:id>/', checkoutPage),
  path('/checkout/<int:id>/lines/', changeLine),
  path('/checkout/<int:id>/order/', placeOrder),
  path('/orders/<int:id>/', orderPage),
];
