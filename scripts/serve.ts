/** `npm start`: serves the playground for development, and prints its address once a page can be had. */
import { createServer } from 'vite';
import { ensureSnapshot } from './build-snapshot.ts';

console.log('Preparing the data directory that both Postgres nodes start from …');
await ensureSnapshot();
const server = await createServer();
await server.listen();
console.log(`Replayground is at ${server.resolvedUrls?.local[0]}`);
