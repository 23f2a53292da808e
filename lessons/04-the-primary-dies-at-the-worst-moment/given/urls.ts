import { path } from 'django';
import { pay, productPage, receipt } from './views';

export const urlpatterns = [
  path('/products/<int:id>/', productPage),
  path('/pay/', pay),
  path('/payments/<str:key>/', receipt),
];
