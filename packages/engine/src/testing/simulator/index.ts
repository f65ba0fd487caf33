export { describe } from './faults.ts';
export { plants } from './plants.ts';
export { Tally } from './report.ts';
export { run, type Outcome } from './run.ts';
export { drawSchedule, type Schedule } from './schedule.ts';
export { shrink } from './shrink.ts';
