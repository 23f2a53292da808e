/** Writes traces by hand, for tests of what judges them. Every event stands where it is written; times are given. */
import type { Staleness, Trace, TraceEvent } from '../trace/events.ts';
import type { PageResponse } from '../trace/http.ts';
import { formatLsn, lsn, queryId, requestId, virtualMs } from '../trace/ids.ts';
import type { NodeName, RequestId } from '../trace/ids.ts';
import type { DecodedChange, PgTable } from '../trace/postgres-values.ts';
import { defaultSettings } from '../trace/settings.ts';

export interface StaleReadNote {
  readonly replayLsn: number;
  readonly difference: Staleness['difference'];
  readonly msBehind?: number;
}

/** The answer of a read that missed one row of `tables`. */
export const lacksARow = (...tables: string[]): Staleness['difference'] => ({
  kind: 'differs',
  missing: [['7']],
  extra: [],
  tables,
});

/** A change of a row of `public.shop_order` by its id. */
export const orderChange = (kind: 'insert' | 'update', id: string, quantity = '2'): DecodedChange => {
  const row = { id, customer: 'Ana', quantity };
  const types = { id: 'bigint', customer: 'text', quantity: 'integer' };
  const table = { schema: 'public', table: 'shop_order', row, types };
  return kind === 'insert' ? { kind, ...table } : { kind, ...table, identity: 'default', key: ['id'] };
};

export class TraceWriter {
  readonly #events: TraceEvent[] = [];
  #requests = 0;
  #queries = 0;

  get trace(): Trace {
    return this.#events;
  }

  started(tables: readonly PgTable[]): this {
    const slot = { restartLsn: lsn(1), confirmedFlushLsn: lsn(1) };
    this.#events.push({
      type: 'run started',
      at: virtualMs(0),
      seed: 1,
      settings: defaultSettings,
      lsn: lsn(1),
      slot,
      tables: { primary: tables, replica: tables },
    });
    return this;
  }

  request(person: string, method: 'GET' | 'POST', path: string, at: number): RequestWriter {
    const id = requestId(++this.#requests);
    this.#events.push({
      type: 'request started',
      at: virtualMs(at),
      requestId: id,
      person,
      method,
      path,
      form: {},
      cookies: {},
    });
    return new RequestWriter(this.#events, id, person, () => queryId(++this.#queries));
  }

  applied(at: number, position: number, ...changes: readonly DecodedChange[]): this {
    this.#events.push({
      type: 'transaction applied',
      at: virtualMs(at),
      lsn: lsn(position),
      committedAt: virtualMs(0),
      changes,
    });
    return this;
  }
}

class RequestWriter {
  readonly #events: TraceEvent[];
  readonly #id: RequestId;
  readonly #person: string;
  readonly #nextQuery: () => ReturnType<typeof queryId>;
  #lastQuery = queryId(0);

  constructor(events: TraceEvent[], id: RequestId, person: string, nextQuery: () => ReturnType<typeof queryId>) {
    this.#events = events;
    this.#id = id;
    this.#person = person;
    this.#nextQuery = nextQuery;
  }

  commits(at: number, position: number, ...changes: readonly DecodedChange[]): this {
    this.#query('primary', at, position, 'insert into shop_order values ($1)');
    this.#events.push({
      type: 'transaction committed',
      at: virtualMs(at),
      node: 'primary',
      xid: position,
      lsn: lsn(position),
      client: { kind: 'request', requestId: this.#id, person: this.#person },
      queryId: this.#lastQuery,
      changes,
    });
    return this;
  }

  readsPrimary(at: number, position: number, sql = 'select "id" from "shop_order"'): this {
    return this.#query('primary', at, position, sql);
  }

  readsStandalone(at: number, position: number): this {
    return this.#query('standalone', at, position, 'select "id" from "shop_order"');
  }

  readsReplica(at: number, { replayLsn, difference, msBehind = 60 }: StaleReadNote): this {
    const position = { replayLsn: lsn(replayLsn), primaryLsn: lsn(replayLsn + 10) };
    const staleness = { ...position, commitsBehind: 1, msBehind, difference };
    return this.#query('replica', at, replayLsn, 'select "id" from "shop_order"', staleness);
  }

  responds(at: number, response: Partial<PageResponse> = {}): this {
    this.#events.push({
      type: 'request responded',
      at: virtualMs(at),
      requestId: this.#id,
      person: this.#person,
      response: { status: 200, cookies: {}, ...response },
    });
    return this;
  }

  #query(node: NodeName, at: number, position: number, sql: string, staleness?: Staleness): this {
    this.#lastQuery = this.#nextQuery();
    this.#events.push({
      type: 'query ran',
      at: virtualMs(at),
      queryId: this.#lastQuery,
      node,
      client: { kind: 'request', requestId: this.#id, person: this.#person },
      sql,
      params: [],
      sentAt: virtualMs(at),
      answeredAt: virtualMs(at),
      outcome: { kind: 'ok', results: [] },
      notices: [],
      status: 'idle',
      lsn: lsn(position),
      ...(staleness && { staleness }),
    });
    return this;
  }
}

/** How a story names a position. */
export const lsnText = (position: number): string => formatLsn(lsn(position));
