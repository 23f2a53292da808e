import { memo } from 'react';
import type { ReplicationNode } from '../../trace/ids.ts';
import type { RowView, TableView } from '../../trace/view-tables.ts';
import { CellText, mostRows, TableFrame } from './table-frame.tsx';

interface NodeTableProps {
  readonly table: TableView;
  readonly node: ReplicationNode;
  /** Whom the other one follows; null where nobody follows, and neither is the other's past. */
  readonly leader: ReplicationNode | null;
}

/** A table as one node holds it. Both nodes show the same rows at the same height, so that the eye can go across; those
 * that differ come first when there are too many to show. */
export function NodeTable({ table, node, leader }: NodeTableProps) {
  const { columns, key, name } = table;
  const rows = table.rows.length <= mostRows ? table.rows : mostTelling(table.rows);
  return (
    <TableFrame
      name={name}
      node={node}
      late={node !== (leader ?? 'primary')}
      columns={columns}
      tableKey={key}
      hidden={table.rows.length - rows.length}
    >
      {rows.map((row) => (
        <NodeRow key={row.id} row={row} node={node} columns={columns} leader={leader} />
      ))}
    </TableFrame>
  );
}

function mostTelling(rows: readonly RowView[]): readonly RowView[] {
  const differing = rows.filter(({ state }) => state !== 'same');
  return [...differing, ...rows.filter(({ state }) => state === 'same')].slice(0, mostRows);
}

interface NodeRowProps {
  readonly row: RowView;
  readonly node: ReplicationNode;
  readonly columns: readonly string[];
  readonly leader: ReplicationNode | null;
}

/** Whether two rows look the same on a node: a view is made anew for each moment, and most of its rows are as before. */
function isSameRow(a: NodeRowProps, b: NodeRowProps): boolean {
  if (a.leader !== b.leader) return false;
  if (a.row === b.row) return a.columns === b.columns;
  const sameCells = (node: ReplicationNode): boolean => {
    const [before, after] = [a.row[node], b.row[node]];
    return before === after || (before?.length === after?.length && before!.every((cell, at) => cell === after![at]));
  };
  return (
    a.row.state === b.row.state && a.columns.length === b.columns.length && sameCells('primary') && sameCells('replica')
  );
}

const NodeRow = memo(function NodeRow({ row, node, columns, leader }: NodeRowProps) {
  const cells = row[node];
  const other = row[node === 'primary' ? 'replica' : 'primary'];
  if (!cells) {
    return (
      <tr data-state={row.state}>
        <td colSpan={columns.length + 1}>
          <span className="row-word">{node === leader ? 'deleted here' : 'missing here'}</span>
          <span className="visually-hidden"> {(other ?? []).join(' ')}</span>
        </td>
      </tr>
    );
  }
  const word = rowWord(row, node, leader);
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
}, isSameRow);

function rowWord({ state, primary, replica }: RowView, node: ReplicationNode, leader: NodeRowProps['leader']) {
  if (state === 'same') return null;
  const isAlone = primary === null || replica === null;
  if (leader === null) return isAlone ? 'here alone' : 'differs';
  if (node !== leader) return 'stale';
  return isAlone ? 'new' : 'newer';
}
