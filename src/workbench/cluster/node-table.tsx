import { ScrollArea } from '@base-ui/react/scroll-area';
import { Fragment } from 'react';
import type { ReplicationNode } from '../../trace/ids.ts';
import type { Cells, RowView, TableView } from '../../trace/view-tables.ts';
import { NodeMark } from '../node-mark.tsx';

/** Rows shown at most; those that differ come first when there are more. */
const most = 60;

/** A table as one node holds it. Both nodes show the same rows at the same height, so that the eye can go across. */
export function NodeTable({ table, node }: { table: TableView; node: ReplicationNode }) {
  const { columns, key, name } = table;
  const rows = table.rows.length <= most ? table.rows : mostTelling(table.rows);
  return (
    <ScrollArea.Root className="node-table" data-node={node}>
      <ScrollArea.Viewport className="node-table-view" tabIndex={0} role="group" aria-label={`${name} on the ${node}`}>
        <ScrollArea.Content>
          <table>
            <caption>
              <NodeMark node={node} />
            </caption>
            <thead>
              <tr>
                <td className="row-gutter">
                  <span className="visually-hidden">state</span>
                </td>
                {columns.map((column) => (
                  <th key={column} scope="col" data-key={key.includes(column) || undefined}>
                    <Breakable name={column} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <NodeRow key={row.id} row={row} node={node} columns={columns} />
              ))}
              {rows.length < table.rows.length && (
                <tr>
                  <td colSpan={columns.length + 1} className="null">
                    and {table.rows.length - rows.length} more rows
                  </td>
                </tr>
              )}
            </tbody>
          </table>
        </ScrollArea.Content>
      </ScrollArea.Viewport>
    </ScrollArea.Root>
  );
}

/** A name that may go on in a second line after each underscore: the rows are seldom as wide as their headings. */
function Breakable({ name }: { name: string }) {
  return name.split(/(?<=_)/).map((part, at) => (
    <Fragment key={at}>
      {at > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}

function mostTelling(rows: readonly RowView[]): readonly RowView[] {
  const differing = rows.filter(({ state }) => state !== 'same');
  return [...differing, ...rows.filter(({ state }) => state === 'same')].slice(0, most);
}

interface NodeRowProps {
  readonly row: RowView;
  readonly node: ReplicationNode;
  readonly columns: readonly string[];
}

function NodeRow({ row, node, columns }: NodeRowProps) {
  const cells = row[node];
  const other = row[node === 'primary' ? 'replica' : 'primary'];
  if (!cells) {
    return (
      <tr data-state={row.state}>
        <td colSpan={columns.length + 1}>
          <span className="row-word">{row.state === 'missing' ? 'missing here' : 'deleted here'}</span>
          <span className="visually-hidden"> {(other ?? []).join(' ')}</span>
        </td>
      </tr>
    );
  }
  const word = rowWord(row.state, node);
  return (
    <tr data-state={row.state}>
      <td className="row-gutter">{word && <span className="row-word">{word}</span>}</td>
      {cells.map((cell, at) => (
        <td key={columns[at]} data-differs={(row.state === 'stale' && cell !== other?.[at]) || undefined}>
          <CellText cell={cell} />
        </td>
      ))}
    </tr>
  );
}

function rowWord(state: RowView['state'], node: ReplicationNode): string | null {
  if (state === 'same') return null;
  if (node === 'primary') return state === 'missing' ? 'new' : 'newer';
  return 'stale';
}

function CellText({ cell }: { cell: Cells[number] }) {
  if (cell === undefined) return <span className="null">no column</span>;
  return cell === null ? <span className="null">NULL</span> : cell;
}
