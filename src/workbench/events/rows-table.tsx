import type { NodeName } from '../../trace/ids.ts';
import type { PgText } from '../../trace/postgres-values.ts';

interface RowsTableProps {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly PgText[])[];
  /** Whose rows they are. */
  readonly node?: NodeName;
  /** Said in place of the rows when there are none. */
  readonly none?: string;
}

/** Rows shown at most: an answer of thousands is counted, not read. */
const most = 50;

export function RowsTable({ caption, columns, rows, node, none = 'no rows' }: RowsTableProps) {
  return (
    // A wide answer is scrolled by keyboard too.
    <div className="rows" data-node={node} tabIndex={0} role="group" aria-label={caption}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column, at) => (
              <th key={at} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, most).map((row, at) => (
            <tr key={at}>
              {row.map((value, column) => (
                <td key={column}>{value ?? <span className="null">NULL</span>}</td>
              ))}
            </tr>
          ))}
          {rows.length === 0 && (
            <tr>
              <td colSpan={Math.max(1, columns.length)} className="null">
                {none}
              </td>
            </tr>
          )}
          {rows.length > most && (
            <tr>
              <td colSpan={columns.length} className="null">
                and {rows.length - most} more
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}
