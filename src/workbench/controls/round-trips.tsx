import { NumberField } from '@base-ui/react/number-field';
import { useId, useState } from 'react';
import type { NetworkSettings } from '../store/workbench-state.ts';

const trips = [
  { key: 'primaryRoundTripMs', label: 'to the primary' },
  { key: 'replicaRoundTripMs', label: 'to the replica' },
  { key: 'personRoundTripMs', label: 'to people' },
] as const satisfies readonly { readonly key: keyof NetworkSettings; readonly label: string }[];

/** The longest, in virtual ms: to the moon and back. */
const mostMs = 2_600;

interface RoundTripsProps {
  readonly network: NetworkSettings;
  readonly onChange: (change: Partial<NetworkSettings>) => void;
}

/** How long a question and its answer take between the shop and those it talks to. */
export function RoundTrips({ network, onChange }: RoundTripsProps) {
  return (
    <fieldset className="round-trips">
      <legend>Round trips of the shop, in ms</legend>
      {trips.map(({ key, label }) => (
        <RoundTrip key={key} label={label} ms={network[key]} onCommit={(ms) => onChange({ [key]: ms })} />
      ))}
    </fieldset>
  );
}

interface RoundTripProps {
  readonly label: string;
  readonly ms: number;
  readonly onCommit: (ms: number) => void;
}

/** Shows what is in force, except while somebody types. */
function RoundTrip({ label, ms, onCommit }: RoundTripProps) {
  const id = useId();
  const [typed, setTyped] = useState<number | null>(null);
  return (
    <NumberField.Root
      id={id}
      className="round-trip"
      min={0}
      max={mostMs}
      value={typed ?? ms}
      onValueChange={(value) => setTyped(value)}
      onValueCommitted={(value) => {
        setTyped(null);
        if (value !== null && value !== ms) onCommit(value);
      }}
    >
      <label htmlFor={id}>{label}</label>
      <NumberField.Input className="round-trip-input" />
    </NumberField.Root>
  );
}
