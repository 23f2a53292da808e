/** A host for an app without databases: it answers every query alike, and a test says whose turn it is. */
import { requestId } from '../trace/ids.ts';
import type { PageRequest } from '../trace/http.ts';
import { createApp } from './app.ts';
import type { Handle } from './app.ts';
import { installBackend } from './backend.ts';
import type { Backend } from './backend.ts';
import { path } from './http/urls.ts';
import type { View } from './http/urls.ts';

export class Host {
  request = requestId(1);
  reply: Awaited<ReturnType<Backend['query']>> = { kind: 'ok', results: [{ tag: 'SELECT 0', fields: [], rows: [] }] };
  readonly sql: string[] = [];
  readonly waiting: (() => void)[] = [];

  static install(): Host {
    const host = new Host();
    host.#install();
    return host;
  }

  #install(): void {
    installBackend({
      environment: {},
      query: async ({ sql }) => {
        this.sql.push(sql);
        return this.reply;
      },
      sleep: () => new Promise((resolve) => void this.waiting.push(resolve)),
      powerOff: async () => {},
      currentRequest: () => this.request,
      log: () => {},
      placeOf: (error) =>
        String((error as Error).stack).includes('.test.ts') ? { file: 'views.ts', line: 1 } : undefined,
    });
  }
}

/** Ana asks for an address. */
export const page = (address: string, more: Partial<PageRequest> = {}): PageRequest => ({
  requestId: requestId(1),
  person: 'Ana',
  method: 'GET',
  path: address,
  form: {},
  cookies: {},
  ...more,
});

export const DATABASES = { default: {} };

/** A shop of one view. */
export const appOf = (view: View, settings: object = {}): Handle =>
  createApp({ settings: { DATABASES, ...settings }, urlpatterns: [path('/', view)] });
