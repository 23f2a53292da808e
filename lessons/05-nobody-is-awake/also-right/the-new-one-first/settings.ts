import { DbRouter } from './router';

/** An alias for each server, and one for whichever takes writes. The replica is asked first: once it is promoted, nobody asks the other. */
export const DATABASES = {
  default: { HOST: 'replica,primary', OPTIONS: { target_session_attrs: 'read-write', connect_timeout: 2 } },
  primary: { HOST: 'primary', OPTIONS: { connect_timeout: 2 } },
  replica: { HOST: 'replica' },
};

export const DATABASE_ROUTERS = [DbRouter];
