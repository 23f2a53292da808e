// `npm start` on a machine with nothing but Node and npm.
import { installMissing } from './install-missing.mjs';

installMissing();
const { register } = await import('tsx/esm/api');
register();
await import('./serve.ts');
