import type { EventOf, SlotState, Trace } from '../../trace/events.ts';
import { formatLsn } from '../../trace/ids.ts';
import { nextValue } from '../../trace/sequences.ts';
import { useWorkbenchState } from '../workbench-context.tsx';
import { RowsTable } from './rows-table.tsx';

const columns = ['sequence', 'next', 'highest there', 'of', 'last_value', 'is_called'];

/** What the promoted node had at that moment beside its tables. */
export function PromotionDetails({ event: { sequences, slots } }: { event: EventOf<'node promoted'> }) {
  const primarySlot = useWorkbenchState(({ run }) => run && lastSlot(run.trace));
  if (!sequences || !slots) {
    return (
      <div className="event-details">
        <p className="null">
          Its sequences and slots could not be read: a transaction that has failed keeps the node&apos;s one session.
        </p>
      </div>
    );
  }
  return (
    <div className="event-details">
      <RowsTable
        caption="Its sequences"
        columns={columns}
        rows={sequences.map((one) => [
          one.name,
          `${nextValue(one)}`,
          one.highest,
          `${one.table}.${one.column}`,
          one.lastValue,
          one.isCalled ? 't' : 'f',
        ])}
        none="no column draws from one"
      />
      <RowsTable
        caption="Its replication slots"
        columns={['slot_name', 'slot_type']}
        rows={slots.map(({ name, type }) => [name, type])}
        none="none"
      />
      {primarySlot && (
        <p>
          The slot that it had followed, on the primary, stood at{' '}
          <code>{formatLsn(primarySlot.confirmedFlushLsn)}</code>.
        </p>
      )}
    </div>
  );
}

/** Nothing moves the primary's slot once the replica follows it no more. */
function lastSlot(trace: Trace): SlotState | null {
  const moved = trace.findLast((event) => event.type === 'slot advanced' || event.type === 'run started');
  return moved && 'slot' in moved ? moved.slot : null;
}
