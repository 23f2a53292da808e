import { OperationalError, connections, powerOff, render, sleep } from 'django';
import type { DatabaseAlias, HttpRequest } from 'django';

export const leader: { alias: DatabaseAlias } = { alias: 'default' };

/** So long the primary may be away, in ms, and so long a check may take. */
const mayBeAwayMs = 5_000;
const patienceMs = 1_500;
let lastAnswer = Date.now();

export async function watch(request: HttpRequest) {
  if (leader.alias === 'default' && (await answers('default'))) lastAnswer = Date.now();
  const awayMs = Date.now() - lastAnswer;
  if (leader.alias === 'default' && awayMs > mayBeAwayMs && (await answers('replica'))) {
    await powerOff('primary');
    await connections['replica'].cursor().execute('select pg_promote()');
    leader.alias = 'replica';
  }
  return render(request, 'status', { leader: leader.alias, news: `The last answer is ${awayMs} ms old.` });
}

async function answers(alias: DatabaseAlias): Promise<boolean> {
  const answer = ask(alias).catch((error: unknown) => {
    if (error instanceof OperationalError) return false;
    throw error;
  });
  return await Promise.race([answer, sleep(patienceMs).then(() => false)]);
}

async function ask(alias: DatabaseAlias): Promise<boolean> {
  await connections[alias].cursor().execute('select 1');
  return true;
}
