import type { ReactNode } from 'react';
import type { ReplicationNode } from '../../trace/ids.ts';
import type { RowView, TableView } from '../../trace/view-tables.ts';
import { NodeMark } from '../../workbench/node-mark.tsx';
import { rowsAtRest } from './home-shop.ts';

/** Rows that a node has room for. */
const mostRows = 5;

const rowAtRest = (cells: readonly string[]): RowView => ({
  id: cells[0]!,
  primary: cells,
  replica: cells,
  state: 'same',
});

const tableAtRest: Pick<TableView, 'columns' | 'rows'> = {
  columns: ['id', 'customer', 'juice'],
  rows: rowsAtRest.map(rowAtRest),
};

interface DemoNodeProps {
  readonly node: ReplicationNode;
  /** Null until the servers have started. */
  readonly table: TableView | null;
  readonly lsn: string;
  readonly state: ReactNode;
}

/** A server: where it stands, and the newest rows of its one table. A row keeps its place on both, be it there or not. */
export function DemoNode({ node, table, lsn, state }: DemoNodeProps) {
  const { columns, rows } = table ?? tableAtRest;
  return (
    <section className="demo-node" data-node={node} aria-label={node}>
      <header>
        <h2>
          <NodeMark node={node} />
        </h2>
        <p className="demo-node-state">{state}</p>
        <code title="How far its write-ahead log is">{lsn}</code>
      </header>
      <div className="demo-rows">
        <table>
          <caption className="visually-hidden">shop_order on the {node}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
              <th scope="col">
                <span className="visually-hidden">state</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(-mostRows).map((row) => (
              <DemoRow key={row.id} row={row} node={node} columns={columns.length} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function DemoRow({ row, node, columns }: { row: RowView; node: ReplicationNode; columns: number }) {
  const cells = row[node];
  if (!cells)
    return (
      <tr data-state={row.state}>
        <td colSpan={columns + 1}>not here yet</td>
      </tr>
    );
  return (
    <tr data-state={row.state}>
      {cells.map((cell, at) => (
        <td key={at}>{cell}</td>
      ))}
      <td className="demo-row-word">{row.state === 'missing' && 'new'}</td>
    </tr>
  );
}
