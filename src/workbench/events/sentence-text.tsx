import { NodeMark } from '../node-mark.tsx';
import type { Sentence } from './event-sentence.ts';

export function SentenceText({ sentence }: { sentence: Sentence }) {
  return sentence.map((part, index) => {
    if (typeof part === 'string') return part;
    // The parts of a sentence never change places.
    if ('node' in part) return <NodeMark key={index} node={part.node} />;
    if ('stale' in part)
      return (
        <span key={index} className="stale-word">
          {part.stale}
        </span>
      );
    return <code key={index}>{part.code}</code>;
  });
}
