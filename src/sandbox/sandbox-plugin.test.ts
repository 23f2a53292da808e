import { fileURLToPath } from 'node:url';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { sandboxPlugin } from './sandbox-plugin.ts';

let server: ViteDevServer;
beforeAll(async () => {
  server = await createServer({
    configFile: false,
    logLevel: 'error',
    optimizeDeps: { noDiscovery: true },
    plugins: [sandboxPlugin()],
    server: { middlewareMode: true, ws: false, watch: null },
  });
});
afterAll(() => server.close());

const id = 'virtual:replayground/sandbox-worker';

test('the virtual module holds the worker program as one script', async () => {
  const served = await server.transformRequest(id);
  expect(served?.code).toContain('sandboxWorkerSource');
  expect(served?.code).toContain('__sandboxBuiltIns');
  expect(served?.code).not.toMatch(/^import /m);
});

test('in development it is made again when one of its files has changed', async () => {
  await server.transformRequest(id);
  const module = server.environments.client.moduleGraph.getModuleById(`\0${id}`)!;
  expect(module.transformResult).toBeTruthy();
  server.watcher.emit('change', fileURLToPath(new URL('inside/ticks.ts', import.meta.url)));
  await vi.waitFor(() => expect(module.transformResult).toBeNull());
});
