/** Checks what a worker says before anyone believes it: size first, then shape. */
import * as z from 'zod';
import type { ProgramCall } from '../simulation/program.ts';
import type { RouteClaim } from '../trace/events.ts';
import type { PageResponse, ProgramError, SourcePlace } from '../trace/http.ts';
import { nodeNames, type RequestId } from '../trace/ids.ts';
import type { PgMessage } from '../trace/postgres-values.ts';
import { type FromWorker, limits } from './messages.ts';

const count = z.int().nonnegative();

const place: z.ZodType<SourcePlace> = z.strictObject({
  file: z.string(),
  line: z.int().positive(),
  column: z.int().positive().exactOptional(),
});

const pgMessage: z.ZodType<PgMessage> = z.strictObject({
  severity: z.string(),
  code: z.string(),
  message: z.string(),
  detail: z.string().exactOptional(),
  hint: z.string().exactOptional(),
  position: count.exactOptional(),
  where: z.string().exactOptional(),
  schema: z.string().exactOptional(),
  table: z.string().exactOptional(),
  column: z.string().exactOptional(),
  dataType: z.string().exactOptional(),
  constraint: z.string().exactOptional(),
  routine: z.string().exactOptional(),
});

const programError: z.ZodType<ProgramError> = z.strictObject({
  name: z.string(),
  message: z.string(),
  place: place.exactOptional(),
  postgres: pgMessage.exactOptional(),
});

const requestId = count as unknown as z.ZodType<RequestId>;
const stringsByName = z.record(z.string(), z.string());

const response: z.ZodType<PageResponse> = z.strictObject({
  status: z.int().min(100).max(599),
  template: z.string().exactOptional(),
  context: z.unknown().exactOptional(),
  redirect: z.string().exactOptional(),
  cookies: stringsByName,
  error: programError.exactOptional(),
});

const route: z.ZodType<RouteClaim> = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('using'), alias: z.string() }),
  z.strictObject({ by: z.literal('instance'), instance: z.string(), alias: z.string() }),
  z.strictObject({ by: z.literal('default'), alias: z.string() }),
  z.strictObject({
    by: z.literal('router'),
    method: z.enum(['db_for_read', 'db_for_write']),
    router: z.string(),
    model: z.string(),
    hints: z.array(z.string()),
    alias: z.string(),
  }),
]);

const call: z.ZodType<ProgramCall> = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('query'),
    callId: count,
    alias: z.string(),
    host: z.string().max(limits.hostLength),
    targetSessionAttrs: z.string().max(limits.hostLength).exactOptional(),
    connectTimeoutMs: z.number().positive().exactOptional(),
    tcpUserTimeoutMs: z.number().positive().exactOptional(),
    reconnects: z.literal(true).exactOptional(),
    sql: z.string(),
    params: z.array(z.string().nullable()),
    route: route.exactOptional(),
    place: place.exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('sleep'),
    callId: count,
    ms: z.number().nonnegative(),
    place: place.exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('power off'),
    callId: count,
    server: z.enum(nodeNames),
    place: place.exactOptional(),
  }),
  z.strictObject({ kind: z.literal('respond'), requestId, response }),
  z.strictObject({ kind: z.literal('log'), text: z.string(), place: place.exactOptional() }),
]);

const message: z.ZodType<FromWorker> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready') }),
  z.strictObject({ kind: z.literal('started') }),
  z.strictObject({ kind: z.literal('refused'), error: programError }),
  z.strictObject({ kind: z.literal('entered'), site: count }),
  z.strictObject({ kind: z.literal('still'), site: count }),
  z.strictObject({ kind: z.literal('idle'), calls: z.array(call) }),
]);

/** @throws UnfitMessage when it is too long or not a message at all */
export function parseWorkerMessage(data: unknown): FromWorker {
  if (typeof data !== 'string') throw new UnfitMessage('This code sent something that is no message.');
  if (data.length > limits.messageLength) {
    const megabytes = (length: number): string => `${(length / 1e6).toFixed(1)} MB`;
    throw new UnfitMessage(
      `This code answered one step with ${megabytes(data.length)}; ${megabytes(limits.messageLength)} is the most.`,
    );
  }
  const parsed = message.safeParse(jsonOf(data));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new UnfitMessage(`This code sent what is no message: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  return parsed.data;
}

function jsonOf(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    throw new UnfitMessage('This code sent what is no JSON.');
  }
}

/** A message that no worker program of ours sends. */
export class UnfitMessage extends Error {
  override readonly name = 'UnfitMessage';
}
