// What can be typed against what the doctor finds.
import { expect, test } from 'vitest';
import { findingCommands, type System } from '../src/finding-commands.ts';
import type { Finding } from '../src/findings.ts';

const systems: readonly System[] = ['linux', 'windows', 'macos', 'other'];
const taken = { code: 'port-taken', port: 47113, message: '' } as const;

const findings: readonly Finding[] = [
  { code: 'reached-not', port: 47113, answer: 'refused' },
  { code: 'multicast-silent', where: ['$(reboot)'] },
  { code: 'multicast-unsent', where: ['; reboot'] },
  { code: 'port-failed', fault: taken },
  { code: 'port-other', port: 47114, usual: 47113 },
  { code: 'mdns-taken', program: '`reboot`' },
  { code: 'clock-off', ms: 900_000, side: 'ahead', others: 1 },
];

test('a firewall is opened for the very port, in the words of the firewall that people have', () => {
  const [finding] = findings;
  if (finding === undefined) throw new Error('no finding');
  expect(findingCommands(finding, 'linux')).toEqual([
    { tool: 'ufw', command: 'sudo ufw allow 47113/tcp' },
    {
      tool: 'firewalld',
      command: 'sudo firewall-cmd --permanent --add-port=47113/tcp && sudo firewall-cmd --reload',
    },
  ]);
  expect(findingCommands(finding, 'windows')).toHaveLength(1);
  expect(findingCommands(finding, 'macos')).toEqual([]);
});

test('every command is one line, and holds nothing that others have named', () => {
  const commands = findings.flatMap((finding) =>
    systems.flatMap((system) => findingCommands(finding, system)),
  );
  expect(commands.length).toBeGreaterThan(8);
  for (const { command } of commands) {
    expect(command).not.toMatch(/\n/);
    expect(command).not.toMatch(/reboot/);
  }
});

test('where nothing can be typed there is nothing', () => {
  expect(findingCommands({ code: 'discovery-on' }, 'linux')).toEqual([]);
  expect(findingCommands({ code: 'network-none', unused: [] }, 'linux')).toEqual([]);
});
