import type { ModelClass } from 'django';

export const DATABASES = {
  default: { HOST: 'primary' },
  reading: { HOST: 'primary,replica', OPTIONS: { target_session_attrs: 'any' } },
};

class DbRouter {
  dbForRead(_model: ModelClass) {
    return 'reading';
  }

  dbForWrite(_model: ModelClass) {
    return 'default';
  }

  allowRelation() {
    return true;
  }
}

export const DATABASE_ROUTERS = [DbRouter];
