import { useEffect, useState } from 'react';
import { SteadyWords } from '../steady-words.tsx';

const words = { copy: 'Copy', copied: 'Copied', refused: 'Select it' } as const;

/** Puts a text where one can paste it from. Says so, and for a moment only. */
export function CopyButton({ text }: { text: string }) {
  const [shown, setShown] = useState<keyof typeof words>('copy');
  useEffect(() => {
    if (shown === 'copy') return;
    const timer = setTimeout(() => setShown('copy'), 2_000);
    return () => clearTimeout(timer);
  }, [shown]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setShown('copied');
    } catch {
      // A page that was not served over HTTPS, or a frame, may not.
      setShown('refused');
    }
  };
  return (
    <button type="button" className="button plan-small-button" onClick={() => void copy()}>
      <SteadyWords words={words} shown={shown} />
    </button>
  );
}
