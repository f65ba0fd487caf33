// A desk for the test that is running.
import { onTestFinished } from 'vitest';
import { makeDesk, type Desk } from './desk.ts';

/** It goes with the test, also where that ran out of time: what is left running holds the whole run up. */
export async function deskOfTest(): Promise<Desk> {
  const desk = await makeDesk();
  onTestFinished(() => desk[Symbol.asyncDispose]());
  return desk;
}
