import type { ReactNode } from 'react';
import './steady-words.css';

interface SteadyWordsProps<Key extends string> {
  readonly words: Readonly<Record<Key, ReactNode>>;
  readonly shown: Key;
}

/** One of a few words, as wide as the widest of them: whatever it says, nothing beside it moves. */
export function SteadyWords<Key extends string>({ words, shown }: SteadyWordsProps<Key>) {
  return (
    <span className="steady-words">
      {Object.entries<ReactNode>(words).map(([key, word]) => (
        // What is not visible is not part of a button's name either.
        <span key={key} data-shown={key === shown || undefined}>
          {word}
        </span>
      ))}
    </span>
  );
}
