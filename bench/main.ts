// Measures Loom on this machine and prints one table, or JSON. Compare figures of one run only: machines are noisy.
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { benchBackup } from './backup.ts';
import { benchCrypto } from './crypto.ts';
import { benchDelivery } from './delivery.ts';
import { benchDesktop } from './desktop.ts';
import { benchHostile } from './hostile.ts';
import type { Row } from './measure.ts';
import { benchNetwork } from './network.ts';
import { benchSearch } from './search.ts';
import { benchWindow } from './window.ts';

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
});

/** `npm run bench` alone measures the first two; `npm run bench -- NAME ...` those that are named. */
const benches: Readonly<Record<string, () => Row[] | Promise<Row[]>>> = {
  backup: benchBackup,
  crypto: benchCrypto,
  delivery: benchDelivery,
  desktop: benchDesktop,
  hostile: benchHostile,
  network: benchNetwork,
  search: benchSearch,
  window: benchWindow,
};
const rows: Row[] = [];
for (const name of positionals.length > 0 ? positionals : ['crypto', 'delivery']) {
  const bench = benches[name];
  if (bench === undefined)
    throw new Error(`There is no bench “${name}”, but ${Object.keys(benches).join(', ')}.`);
  rows.push(...(await bench()));
}

if (values.json) {
  process.stdout.write(
    `${JSON.stringify({ node: process.version, cpus: cpus().length, rows }, undefined, 2)}\n`,
  );
} else {
  printTable(rows);
}

function printTable(table: readonly Row[]): void {
  const head = ['what', 'median', 'p95', 'most', 'per second', 'floor', 'ratio', 'target'];
  const lines = table.map(({ name, median, p95, most, rate, unit, floor, target }) => [
    name,
    figure(median, unit),
    p95 === undefined ? '' : figure(p95, unit),
    most === undefined ? '' : figure(most, unit),
    unit === undefined && median > 0 ? Math.round(rate).toLocaleString('en') : '',
    floor ? `${figure(floor.median, unit)} (${floor.what})` : '',
    floor ? `${(median / floor.median).toFixed(1)} x` : '',
    target ?? '',
  ]);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...lines.map((line) => line[column]?.length ?? 0)),
  );
  for (const line of [head, ...lines]) {
    process.stdout.write(
      `${line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    );
  }
  process.stdout.write(`Node ${process.version}, ${cpus().length} cores, ${cpus()[0]?.model ?? 'unknown'}\n`);
}

function figure(value: number, unit: Row['unit']): string {
  return unit === undefined
    ? duration(value)
    : `${value.toLocaleString('en', { maximumFractionDigits: 1 })} ${unit}`;
}

function duration(microseconds: number): string {
  return microseconds < 1000 ? `${microseconds.toFixed(1)} µs` : `${(microseconds / 1000).toFixed(2)} ms`;
}
