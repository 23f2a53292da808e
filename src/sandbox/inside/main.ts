/** Entry of the worker program: takes what it needs, scrubs the rest away, and waits for the learner's files. */
import { scrubGlobals } from './scrub-globals.ts';
import { takeSurroundings } from './surroundings.ts';
import { WorkerProgram } from './worker-program.ts';

void takeSurroundings().then((surroundings) => {
  scrubGlobals();
  new WorkerProgram(surroundings).listen();
});
