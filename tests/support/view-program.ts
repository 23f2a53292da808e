import type { Program, ProgramCall, ToProgram, Turn } from '../../src/simulation/program.ts';
import type { PageRequest, PageResponse } from '../../src/trace/http.ts';
import type { NodeName } from '../../src/trace/ids.ts';
import type { QueryReply } from '../../src/trace/postgres-values.ts';

type Query = Extract<ProgramCall, { kind: 'query' }>;

/** What a view of a test can do. */
export interface Shop {
  query(alias: string, sql: string, ...params: (string | null)[]): Promise<QueryReply>;
  /** By the name of a host, as the settings of a program would give it. */
  queryHost(
    host: string,
    sql: string,
    more?: Pick<Query, 'targetSessionAttrs' | 'connectTimeoutMs' | 'tcpUserTimeoutMs' | 'reconnects'>,
  ): Promise<QueryReply>;
  sleep(ms: number): Promise<void>;
  powerOff(server: NodeName): Promise<void>;
}

export type View = (request: PageRequest, shop: Shop) => Promise<Partial<PageResponse>>;

/** What the settings of these programs say. Any other alias is a host's own name. */
const hostOf: Readonly<Record<string, string>> = { default: 'primary' };

/** A program whose code is one trusted async function: the simulation's tests need no sandbox. */
export function viewProgram(view: View): Program {
  let calls: ProgramCall[] = [];
  let callCount = 0;
  const open = new Map<number, (reply: QueryReply) => void>();
  const call = (make: (callId: number) => ProgramCall): Promise<QueryReply> =>
    new Promise((resolve) => {
      const callId = ++callCount;
      open.set(callId, resolve);
      calls.push(make(callId));
    });
  const ask = (query: Omit<Query, 'kind' | 'callId'>): Promise<QueryReply> =>
    call((callId) => ({ kind: 'query', callId, ...query }));
  const shop: Shop = {
    query: (alias, sql, ...params) => ask({ alias, host: hostOf[alias] ?? alias, sql, params }),
    queryHost: (host, sql, more) => ask({ alias: host, host, sql, params: [], ...more }),
    powerOff: async (server) => void (await call((callId) => ({ kind: 'power off', callId, server }))),
    sleep: async (ms) => void (await call((callId) => ({ kind: 'sleep', callId, ms }))),
  };
  return {
    async deliver(message: ToProgram): Promise<Turn> {
      calls = [];
      if (message.kind === 'request') void answer(message.request);
      else open.get(message.callId)?.(message.kind === 'answer' ? message.reply : { kind: 'ok', results: [] });
      await drainMicrotasks();
      return { kind: 'idle', calls };
    },
    terminate() {},
  };

  async function answer(request: PageRequest): Promise<void> {
    const response = await view(request, shop);
    calls.push({
      kind: 'respond',
      requestId: request.requestId,
      response: { status: 200, cookies: {}, ...response },
    });
  }
}

/** A macrotask runs only when no microtask is left. */
const drainMicrotasks = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The first column of the first row, or the error's SQLSTATE. */
export function valueOf(reply: QueryReply): string | null {
  if (reply.kind === 'ok') return reply.results[0]?.rows[0]?.[0] ?? null;
  return reply.kind === 'error' ? `error ${reply.error.code}` : `lost: ${reply.message}`;
}
