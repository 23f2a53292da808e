import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Trace } from '../../trace/events.ts';
import { virtualMs } from '../../trace/ids.ts';
import type { Services } from '../services.ts';
import { nothingDone, scenarioOf, withAct, type Act, type DoneActs } from './demo-acts.ts';
import { homeShop } from './home-shop.ts';
import { endOf, momentAt, type Playhead } from './playhead.ts';

export interface DemoState {
  /** `running`: the input is being run again, and time stands still. */
  readonly status: 'resting' | 'starting' | 'ready' | 'running' | 'failed';
  /** Why it failed. */
  readonly failure: string;
  /** The run so far and what is yet to come of it; null until the servers have started. */
  readonly trace: Trace | null;
  readonly playhead: Playhead;
  readonly done: DoneActs;
}

export interface HomeDemo {
  readonly state: StoreApi<DemoState>;
  /** Starts the servers, or starts them again after a failure. */
  readonly start: () => Promise<void>;
  /** Resolves when the act is part of the run. A press while the shop has not answered the last one does nothing. */
  readonly act: (act: Act) => Promise<void>;
  /** As if nothing had been done. */
  readonly startOver: () => Promise<void>;
  /** Ends the servers, also those that are only starting. */
  readonly close: () => void;
}

interface DemoParts extends Pick<Services, 'openEngine'> {
  /** The clock on the wall, in ms. */
  readonly wallMs: () => number;
}

const atRest: DemoState = {
  status: 'resting',
  failure: '',
  trace: null,
  playhead: { from: virtualMs(0), since: null },
  done: nothingDone,
};

/** The cluster of the home page. Whatever the visitor does, the whole input runs again and the page goes on in the new run
 * from the same moment. */
export function createHomeDemo({ openEngine, wallMs }: DemoParts): HomeDemo {
  const state = createStore<DemoState>(() => atRest);
  let opening: ReturnType<Services['openEngine']> | null = null;
  let closed = false;
  /** One thing at a time: what is asked for meanwhile happens at the moment at which its turn comes. */
  let turn: Promise<void> = Promise.resolve();
  const inTurn = (does: () => Promise<void>): Promise<void> => {
    turn = turn.then(does).catch((error: unknown) => {
      if (!closed)
        state.setState({ status: 'failed', failure: error instanceof Error ? error.message : String(error) });
    });
    return turn;
  };
  const close = (): void => {
    const ended = opening;
    opening = null;
    ended?.then(
      (engine) => engine.close(),
      () => undefined,
    );
  };
  const run = async (done: DoneActs): Promise<Trace> => {
    if (!opening) throw new Error('The servers have ended.');
    const { given: files, replication } = homeShop;
    const scenario = scenarioOf(homeShop.scenario, done);
    const outcome = await (await opening).run({ files, scenario, replication, interventions: [] });
    if ('refused' in outcome) throw new Error(`${outcome.refused.name}: ${outcome.refused.message}`);
    return outcome.trace;
  };
  const untouched = async (): Promise<void> => {
    const trace = await run(nothingDone);
    state.setState({ ...atRest, status: 'ready', trace, playhead: { from: endOf(trace), since: null } });
  };
  return {
    state,
    start: () =>
      inTurn(async () => {
        if (closed) return;
        close();
        state.setState({ ...atRest, status: 'starting' });
        opening = openEngine();
        await (await opening).prepare(homeShop, homeShop.replication);
        await untouched();
      }),
    act: (act) =>
      inTurn(async () => {
        const { status, trace, playhead, done } = state.getState();
        if (status !== 'ready' || !trace) return;
        const now = momentAt(playhead, trace, wallMs());
        const next = withAct(done, act, trace, now);
        if (!next) return;
        state.setState({ status: 'running', playhead: { from: now, since: null } });
        const longer = await run(next);
        state.setState({ status: 'ready', trace: longer, done: next, playhead: { from: now, since: wallMs() } });
      }),
    startOver: () =>
      inTurn(async () => {
        if (state.getState().status === 'ready') await untouched();
      }),
    close: () => {
      closed = true;
      close();
    },
  };
}
