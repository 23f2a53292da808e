import { type NodeName, nodeNames } from '../trace/ids.ts';
import { backend } from './backend.ts';
import { ValueError } from './errors.ts';
import { Origin } from './origin.ts';

/**
 * Cuts the power of a server: it is dead when this has been awaited, whatever it was doing, and whether or not the application
 * reaches it. It goes through the power switch of the rack, which has a network of its own, and takes 100 ms. Only somebody who starts it
 * again brings it back.
 *
 *     await powerOff('primary');
 *     // Nobody takes writes now, and so the replica can be promoted.
 *
 * It is not Django's. Cluster managers have it as a fencing agent, and call it STONITH: shoot the other node in the head. See
 * [Pacemaker Explained, Fencing](https://clusterlabs.org/projects/pacemaker/doc/2.1/Pacemaker_Explained/html/fencing.html).
 *
 * @throws ValueError when there is no server of that name
 */
export async function powerOff(server: NodeName): Promise<void> {
  const place = new Origin().place();
  if (!nodeNames.includes(server)) {
    throw new ValueError(`powerOff takes the name of a server, one of ${nodeNames.join(', ')}: ${server as string}`);
  }
  await backend().powerOff(server, place);
}
