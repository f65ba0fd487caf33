// Runs before each file of tests: has fast-check say how often it ran a property.
import * as fc from 'fast-check';
import { countPropertyRuns } from './count.ts';

fc.configureGlobal({
  // oxlint-disable-next-line typescript/no-deprecated -- what replaces it, a plugin, can't be configured for all properties
  reporter: (run) => {
    countPropertyRuns(run.numRuns);
    if (run.failed) throw new Error(fc.defaultReportMessage(run), { cause: run.errorInstance });
  },
});
