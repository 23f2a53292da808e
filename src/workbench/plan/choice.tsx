import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';

interface ChoiceProps<Key extends string> {
  readonly label: string;
  readonly names: Readonly<Record<Key, string>>;
  readonly options: readonly Key[];
  /** Null where none of them is as things are. */
  readonly chosen: Key | null;
  readonly onChoose: (key: Key) => void;
}

/** One of a few, side by side. */
export function Choice<Key extends string>({ label, names, options, chosen, onChoose }: ChoiceProps<Key>) {
  return (
    <ToggleGroup
      className="segments"
      aria-label={label}
      value={chosen === null ? [] : [chosen]}
      onValueChange={(values) => {
        const next = options.find((option) => values.includes(option));
        if (next !== undefined) onChoose(next);
      }}
    >
      {options.map((option) => (
        <Toggle key={option} value={option} className="segment">
          {names[option]}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}
