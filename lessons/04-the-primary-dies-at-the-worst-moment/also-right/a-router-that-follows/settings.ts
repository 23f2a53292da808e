import type { ModelClass } from 'django';

/** Two aliases for the two servers. */
export const DATABASES = {
  default: { HOST: 'primary' },
  replica: { HOST: 'replica' },
};

/** Where the shop writes now. Every process of a real shop would have to find out by itself. */
export const writer: { alias: 'default' | 'replica' } = { alias: 'default' };

/** Reads and writes go where writes go. */
class FollowingRouter {
  dbForRead(_model: ModelClass) {
    return writer.alias;
  }

  dbForWrite(_model: ModelClass) {
    return writer.alias;
  }
}

export const DATABASE_ROUTERS = [FollowingRouter];
