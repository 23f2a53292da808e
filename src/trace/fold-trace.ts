/** Folds over a trace that can be asked for any moment of it, at the price of a few events. */
import type { Trace, TraceEvent } from './events.ts';

/** So many events at most are folded to answer for a moment that lies before one that was asked for. */
const checkpointEvery = 64;

/**
 * The state after any event of a trace: `start` and then `advance` for each event up to it. Every so many states one is kept,
 * for as long as the trace is, so states must not be changed. What it gives does not depend on what was asked before.
 */
export function foldTrace<State>(
  start: (trace: Trace) => State,
  advance: (state: State, event: TraceEvent, index: number) => State,
): (trace: Trace, cursor: number) => State {
  /** The states after events 0, 64, 128, ... as far as anyone has asked. */
  const checkpoints = oncePerTrace((trace): [State, ...State[]] => [start(trace)]);
  return (trace, cursor) => {
    const kept = checkpoints(trace);
    const nearest = Math.min(Math.floor(cursor / checkpointEvery), kept.length - 1);
    let state = kept[nearest] ?? kept[0];
    for (let index = nearest * checkpointEvery + 1; index <= cursor; index++) {
      state = advance(state, trace[index]!, index);
      if (index % checkpointEvery === 0 && kept.length === index / checkpointEvery) kept.push(state);
    }
    return state;
  };
}

/** Works something out once for each trace, and forgets it with the trace. A trace that has been asked about must not grow. */
export function oncePerTrace<Value>(workOut: (trace: Trace) => Value): (trace: Trace) => Value {
  const known = new WeakMap<Trace, { readonly value: Value }>();
  return (trace) => {
    const entry = known.get(trace) ?? { value: workOut(trace) };
    known.set(trace, entry);
    return entry.value;
  };
}
