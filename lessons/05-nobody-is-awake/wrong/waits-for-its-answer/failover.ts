import { OperationalError, connections, powerOff, render } from 'django';
import type { DatabaseAlias, HttpRequest } from 'django';

/** Which server takes orders. It never goes back by itself: whoever was the primary before may have come back and know nothing of it. */
export const leader: { alias: DatabaseAlias } = { alias: 'default' };

const missesToFailOver = 3;
let misses = 0;

/** The monitor calls this, and calls again a second after it was answered. */
export async function watch(request: HttpRequest) {
  if (leader.alias === 'default') await watchPrimary();
  const news = misses === 0 ? 'It answers.' : `Checks in a row without an answer: ${misses}.`;
  return render(request, 'status', { leader: leader.alias, news });
}

/** Detects, and decides. */
async function watchPrimary() {
  misses = (await answers('default')) ? 0 : misses + 1;
  // Whoever cannot be replaced is not shot.
  if (misses >= missesToFailOver && (await answers('replica'))) await failOver();
}

/** Fences, promotes, reroutes, in this order. */
async function failOver() {
  await powerOff('primary');
  await connections['replica'].cursor().execute('select pg_promote()');
  leader.alias = 'replica';
  misses = 0;
}

/** Whether the server of this alias answers in time. Of a server that is out of reach nothing is heard, not even a refusal. */
async function answers(alias: DatabaseAlias): Promise<boolean> {
  return await connections[alias]
    .cursor()
    .execute('select 1')
    .then(
      () => true,
      (error: unknown) => {
        if (error instanceof OperationalError) return false;
        throw error;
      },
    );
}
