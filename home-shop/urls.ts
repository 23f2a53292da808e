import { path } from 'django';
import { buy, orders } from './views';

export const urlpatterns = [path('/orders/', orders), path('/buy/', buy)];
