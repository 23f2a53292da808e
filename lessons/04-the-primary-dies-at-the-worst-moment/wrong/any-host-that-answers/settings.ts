/** One database on two servers: the first that answers. */
export const DATABASES = {
  default: { HOST: 'primary,replica' },
};

export const DATABASE_ROUTERS = [];
