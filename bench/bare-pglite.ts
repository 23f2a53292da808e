/** The page's side of a default PGlite in a worker: one statement at a time. */
export class BarePglite {
  readonly #worker = new Worker(new URL('./bare-pglite.worker.ts', import.meta.url), { type: 'module' });

  /** Fulfilled once the server answers. Wait for it first, and once. */
  ready(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#worker.onmessage = ({ data }: MessageEvent<string>) =>
        data === 'done' ? resolve() : reject(new Error(data));
      this.#worker.onerror = ({ message }) => reject(new Error(message));
    });
  }

  query(sql: string, params: readonly unknown[] = []): Promise<void> {
    const reply = this.ready();
    this.#worker.postMessage({ sql, params });
    return reply;
  }

  terminate(): void {
    this.#worker.terminate();
  }
}
