import type { Finding } from '../finding.ts';
import { amount, code, kilobytes } from '../in-words.ts';
import type { Plan, PlanNode } from '../plan.ts';

/** What did not fit into `work_mem`, and went through temporary files. */
export const spills = ({ nodes, settings }: Plan): readonly Finding[] =>
  nodes.flatMap((node) => {
    const { memory, actual } = node;
    if (!memory || !actual || (memory.diskKb === 0 && (memory.batches ?? 1) <= 1)) return [];
    return [finding(node, settings['work_mem'] ?? null)];
  });

function finding(node: PlanNode, workMem: string | null): Finding {
  const { peakKb, diskKb, batches } = node.memory!;
  const { tempRead = 0, tempWritten = 0 } = node.actual!.ownBuffers ?? {};
  const moved =
    tempRead + tempWritten > 0 ? ` ${amount(tempWritten)} pages were written, and ${amount(tempRead)} read back.` : '';
  const parts = (batches ?? 1) > 1 ? `It took its work in ${amount(batches!)} parts. ` : '';
  const limit = workMem === null ? code('work_mem') : `${code('work_mem')}, which is ${workMem} here`;
  const enough = enoughKb(diskKb > 0 ? diskKb : (peakKb ?? 1024) * (batches ?? 1));
  const sorts = node.type === 'Sort';
  return {
    kind: 'spill',
    node: node.index,
    weight: 2,
    title: `The ${code(node.title)} did not fit into memory`,
    why: `${parts}It may hold no more than ${limit}, and ${diskKb > 0 ? `${kilobytes(diskKb)} went` : 'the rest went'} to temporary files.${moved}`,
    advice: `Give this query more memory, not the whole server: each sort and hash of each connection may take that much.${sorts ? ' Or have the rows come in order, from an index on what it sorts by.' : ''}`,
    remedy: [`SET work_mem = '${enough / 1024}MB'`],
  };
}

/** In memory rows take two to three times as much as in a file. In whole MB. */
const enoughKb = (kb: number): number => Math.max(1024, 2 ** Math.ceil(Math.log2(kb * 3)));
