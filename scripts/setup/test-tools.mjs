// Brings the programs of the system that some tests use: a Chromium, a QR reader and such. Installs them only where that is
// surely wanted (Debian, as root); elsewhere it says what will be skipped. Knows nothing of the tests.
import process from 'node:process';
import { aptInstall, canInstall, isOnPath } from './debian.mjs';

/** The names that a Chromium may have. */
export const chromiumPrograms = ['chromium', 'chromium-browser', 'google-chrome'];

const tools = [
  {
    programs: chromiumPrograms,
    debian: 'chromium',
    without: 'the tests of the window',
  },
  { programs: ['tcpdump'], debian: 'tcpdump', without: 'the test of what a recording shows' },
  { programs: ['zbarimg'], debian: 'zbar-tools', without: 'the test that reads a QR picture back' },
  // Only Linux has namespaces, and only root makes them.
  ...(process.platform === 'linux' && process.getuid?.() === 0
    ? [
        { programs: ['ip'], debian: 'iproute2', without: 'the tests on networks of several hosts' },
        { programs: ['nft'], debian: 'nftables', without: 'the tests on networks of several hosts' },
        { programs: ['gnome-keyring-daemon'], debian: 'gnome-keyring', without: 'the test of a keychain' },
        { programs: ['dbus-run-session'], debian: 'dbus-daemon', without: 'the test of a keychain' },
        { programs: ['avahi-daemon'], debian: 'avahi-daemon', without: 'the test beside avahi' },
      ]
    : []),
];

export async function bringTestTools() {
  const missing = () => tools.filter(({ programs }) => !programs.some(isOnPath));
  if (missing().length > 0 && canInstall()) {
    await aptInstall(
      missing().map(({ debian }) => debian),
      'the tests',
    );
  }
  for (const { programs, debian, without } of missing()) {
    process.stdout.write(
      `There is no ${programs[0]} on this machine, so ${without} will be skipped. ` +
        `To run them, install it (Debian: sudo apt-get install ${debian}) and repeat.\n`,
    );
  }
}
