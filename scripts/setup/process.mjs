// Runs other programs for the set-up. Knows nothing of which.
import { spawn } from 'node:child_process';
import os from 'node:os';
import process from 'node:process';

/** A failure that a person can mend: its message names the cause and the remedy, and no stack is shown. */
export class SetupError extends Error {
  /** @override */
  name = 'SetupError';
}

/**
 * Hands the terminal to a program until it ends; signals that would end us are passed on and end it instead.
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<number>} its exit code, or 128 + the signal's number
 */
export function runForeground(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit' });
    // Ctrl+C reaches the whole foreground group by itself; only the others need passing on.
    const ignore = () => undefined;
    /** @param {NodeJS.Signals} signal */
    const pass = (signal) => child.kill(signal);
    process.on('SIGINT', ignore).on('SIGTERM', pass).on('SIGHUP', pass);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      process.off('SIGINT', ignore).off('SIGTERM', pass).off('SIGHUP', pass);
      resolve(code ?? 128 + (signal === null ? 0 : os.constants.signals[signal]));
    });
  });
}

/** The code for a program that is not there, as shells have it. */
export const notFound = 127;

/** @typedef {{ code: number, output: string }} Outcome both outputs together, and `notFound` where there is no such program */

/**
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, shell?: boolean }} options
 * @returns {Promise<Outcome>}
 */
export function runQuiet(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ chunk) => (output += chunk));
    child.stderr.setEncoding('utf8').on('data', (/** @type {string} */ chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: notFound, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * Repeats `attempt` up to three times, with a pause that grows, until its code is 0; at once over for a program that is not
 * there.
 * @param {() => Promise<Outcome>} attempt
 * @returns {Promise<Outcome>} of the last attempt
 */
export async function retry(attempt) {
  let outcome = await attempt();
  for (const seconds of [3, 10]) {
    if (outcome.code === 0 || outcome.code === notFound) break;
    process.stdout.write(`That failed; trying again in ${seconds} s ...\n`);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    outcome = await attempt();
  }
  return outcome;
}
