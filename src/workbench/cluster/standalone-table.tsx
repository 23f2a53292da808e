import type { PgTable } from '../../trace/postgres-values.ts';
import { CellText, mostRows, TableFrame } from './table-frame.tsx';

/** A table of the standalone server: nothing else has it, so there is nothing to compare it with. */
export function StandaloneTable({ table: { name, columns, key, rows } }: { table: PgTable }) {
  const shown = rows.slice(0, mostRows);
  return (
    <TableFrame name={name} node="standalone" columns={columns} tableKey={key} hidden={rows.length - shown.length}>
      {shown.map((row, at) => (
        <tr key={at}>
          <td className="row-gutter">{null}</td>
          {row.map((cell, column) => (
            <td key={columns[column]}>
              <CellText cell={cell} />
            </td>
          ))}
        </tr>
      ))}
    </TableFrame>
  );
}
