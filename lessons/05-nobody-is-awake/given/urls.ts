import { path } from 'django';
import { watch } from './failover';
import { orderPage, placeOrder } from './views';

export const urlpatterns = [path('/orders/', placeOrder), path('/orders/<int:id>/', orderPage), path('/watch/', watch)];
