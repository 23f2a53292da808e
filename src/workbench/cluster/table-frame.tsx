import { ScrollArea } from '@base-ui/react/scroll-area';
import { Fragment, type ReactNode } from 'react';
import type { NodeName } from '../../trace/ids.ts';
import type { Cells } from '../../trace/view-tables.ts';
import { NodeMark } from '../node-mark.tsx';

/** Rows shown at most. */
export const mostRows = 16;

interface TableFrameProps {
  readonly name: string;
  readonly node: NodeName;
  /** It lags behind another node, or lacks what that one has. */
  readonly late?: boolean;
  readonly columns: readonly string[];
  readonly tableKey: readonly string[];
  /** Rows that are not among the children. */
  readonly hidden: number;
  readonly children: ReactNode;
}

/** What every table of a node has around its rows: whose it is, its columns, and how many rows are left out. */
export function TableFrame({ name, node, late = false, columns, tableKey, hidden, children }: TableFrameProps) {
  return (
    <ScrollArea.Root className="node-table" data-node={node} data-late={late || undefined}>
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
                  <th key={column} scope="col" data-key={tableKey.includes(column) || undefined}>
                    <Breakable name={column} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {children}
              {hidden > 0 && (
                <tr>
                  <td colSpan={columns.length + 1} className="null">
                    and {hidden} more rows
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

export function CellText({ cell }: { cell: Cells[number] }) {
  if (cell === undefined) return <span className="null">no column</span>;
  return cell === null ? <span className="null">NULL</span> : cell;
}
