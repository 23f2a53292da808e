/** The shop knows one server. */
export const DATABASES = {
  default: { HOST: 'primary' },
};

export const DATABASE_ROUTERS = [];
