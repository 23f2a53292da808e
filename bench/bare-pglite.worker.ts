/** What the benchmarks compare with: a default PGlite in a worker, and the least that can be put around it. */
import { PGlite } from '@electric-sql/pglite';

const db = await PGlite.create();

self.addEventListener('message', ({ data }: MessageEvent<{ sql: string; params: readonly unknown[] }>) => {
  void db.query(data.sql, [...data.params]).then(
    () => self.postMessage('done'),
    (error: unknown) => self.postMessage(String(error)),
  );
});
self.postMessage('done');
