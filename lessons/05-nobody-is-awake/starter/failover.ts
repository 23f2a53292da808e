import { connections, render } from 'django';
import type { DatabaseAlias, HttpRequest } from 'django';

/** The monitor calls this, and calls again a second after it was answered. */
export async function watch(request: HttpRequest) {
  const news = (await answers('default')) ? 'It answers.' : 'It does not answer.';
  return render(request, 'status', { leader: 'primary', news });
}

/** Whether the server of this alias answers a question. */
async function answers(alias: DatabaseAlias): Promise<boolean> {
  try {
    await connections[alias].cursor().execute('select 1');
    return true;
  } catch {
    return false;
  }
}
