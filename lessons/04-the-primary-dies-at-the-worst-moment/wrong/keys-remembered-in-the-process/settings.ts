/** One database on two servers: whichever of them takes writes when a connection is made. */
export const DATABASES = {
  default: { HOST: 'primary,replica', OPTIONS: { target_session_attrs: 'read-write' } },
};

export const DATABASE_ROUTERS = [];
