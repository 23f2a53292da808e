import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { virtualMs } from '../trace/ids.ts';
import { VirtualClock } from './virtual-clock.ts';

const never = () => false;

describe('the virtual clock', () => {
  it('runs actions by due time, and those of one instant in the order they were scheduled', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 200 }), async (delays) => {
        const clock = new VirtualClock();
        const ran: { due: number; order: number }[] = [];
        delays.forEach((due, order) => clock.after(due, () => void ran.push({ due: clock.now, order })));
        await clock.run(never);
        const expected = delays
          .map((due, order) => ({ due, order }))
          .toSorted((a, b) => a.due - b.due || a.order - b.order);
        expect(ran).toEqual(expected);
      }),
    );
  });

  it('waits for an action before it starts the next, whatever the action awaits', async () => {
    const clock = new VirtualClock();
    const said: string[] = [];
    clock.after(5, async () => {
      said.push('slow begins');
      for (let i = 0; i < 10; i++) await Promise.resolve();
      said.push(`slow ends at ${clock.now}`);
    });
    clock.after(5, () => void said.push('second'));
    await clock.run(never);
    expect(said).toEqual(['slow begins', 'slow ends at 5', 'second']);
  });

  it('schedules from within an action relative to that action', async () => {
    const clock = new VirtualClock();
    const times: number[] = [];
    clock.after(10, () => void clock.after(15, () => void times.push(clock.now)));
    clock.after(20, () => void times.push(clock.now));
    await clock.run(never);
    expect(times).toEqual([20, 25]);
  });

  it('runs nothing of what was cancelled, and does not move on for it', async () => {
    const clock = new VirtualClock();
    const times: number[] = [];
    const cancel = clock.after(50, () => void times.push(clock.now));
    clock.after(20, () => cancel());
    await clock.run(never);
    expect([times, clock.now]).toEqual([[], 20]);
  });

  it('stops before the next action when it is halted', async () => {
    const clock = new VirtualClock();
    let ran = 0;
    for (const due of [1, 2, 3]) clock.after(due, () => void ran++);
    await clock.run(() => ran === 2);
    expect(ran).toBe(2);
  });

  it('refuses to go back in time', () => {
    const clock = new VirtualClock();
    clock.advanceTo(virtualMs(5));
    expect(() => clock.advanceTo(virtualMs(4))).toThrow(/Time does not go back/);
    expect(() => clock.after(-1, () => {})).toThrow(/Time does not go back/);
    expect(() => clock.after(Number.NaN, () => {})).toThrow(/Time does not go back/);
  });
});
