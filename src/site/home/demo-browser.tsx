import type { PersonView } from '../../trace/view-people.ts';
import { Icon } from '../../workbench/icon.tsx';
import type { Act } from './demo-acts.ts';
import { noOrders, readOrdersContext, type OrdersContext } from './orders-context.ts';

interface DemoBrowserProps {
  /** Null until the servers have started. */
  readonly person: PersonView | null;
  /** A press would do nothing now. */
  readonly busy: boolean;
  readonly onAct: (act: Act) => void;
}

/** The shop in the visitor's browser. Its pages are what the shop answered, drawn here so that their buttons work. */
export function DemoBrowser({ person, busy, onAct }: DemoBrowserProps) {
  const page = person?.page ?? null;
  const context = page ? readOrdersContext(page.response.context) : noOrders;
  const stale = page !== null && page.staleReads.length > 0;
  // A button that is busy keeps the focus: whoever presses it by keyboard stays where they are.
  const press = (act: Act) => ({ 'aria-disabled': busy || undefined, onClick: () => !busy && onAct(act) });
  return (
    <section className="demo-browser" aria-label="The shop in your browser" data-stale={stale || undefined}>
      <div className="demo-address">
        <button type="button" className="button button-quiet demo-reload" {...press('reload')}>
          <Icon name="reset" /> Reload
        </button>
        <span className="demo-url">juice.example{page?.path ?? '/orders/'}</span>
        <span className="demo-status">{person?.waitingFor ? '…' : page ? page.response.status : ''}</span>
      </div>
      <div className="demo-progress" data-waiting={person?.waitingFor ? true : undefined} />
      <div className="demo-page">
        <OrdersPage {...context} />
        <div className="demo-offer">
          <p>
            Apple juice, pressed cloudy <span className="price">€ 3.20</span>
          </p>
          <button type="button" className="button button-primary demo-buy" {...press('buy')}>
            Buy
          </button>
        </div>
      </div>
      <p className="demo-browser-foot">
        {stale ? (
          <>
            <span className="stale-word">stale</span> the primary would answer otherwise
          </>
        ) : (
          'read from the replica'
        )}
      </p>
    </section>
  );
}

/** Rows that the page has room for. */
const mostOrders = 3;

function OrdersPage({ placed, orders }: OrdersContext) {
  const shown = orders.slice(-mostOrders);
  return (
    <>
      <p className="demo-thanks">{placed !== null && <>Thank you. Your order {placed} is placed.</>}</p>
      <h2>Your orders</h2>
      {shown.length === 0 ? (
        <p className="demo-orders null">You have not ordered anything yet.</p>
      ) : (
        <ul className="demo-orders">
          {shown.map(({ id, juice }) => (
            <li key={id}>
              Order {id} <span>{juice}</span>
            </li>
          ))}
          {orders.length > shown.length && <li className="null">and {orders.length - shown.length} before</li>}
        </ul>
      )}
    </>
  );
}
