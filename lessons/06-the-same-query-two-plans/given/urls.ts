import { path } from 'django';
import { newestOrderPage, newestReport, orderPage, report } from './pages';

export const urlpatterns = [
  path('/report/', report),
  path('/report/now/', newestReport),
  path('/orders/<str:reference>/', orderPage),
  path('/orders/<str:reference>/now/', newestOrderPage),
];
