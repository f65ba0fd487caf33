// What a person can type in a terminal against what the doctor has found, where there is such a thing. Nothing here runs anything.
import type { Finding } from './findings.ts';

/** The system of the machine that the engine runs on. */
export type System = 'linux' | 'windows' | 'macos' | 'other';

export interface TerminalCommand {
  /** The program that it is for, where people have one or the other. */
  readonly tool?: string;
  readonly command: string;
}

const mdnsPort = 5353;

/** One line each, made of figures and fixed words alone. Where there are several, one of them is enough. */
export function findingCommands(finding: Finding, system: System): readonly TerminalCommand[] {
  switch (finding.code) {
    case 'reached-not':
      return letIn('tcp', finding.port, system);
    case 'multicast-silent':
    case 'multicast-unsent':
      return letIn('udp', mdnsPort, system);
    case 'port-failed':
      return finding.fault.code === 'port-taken' && system === 'linux'
        ? [{ command: `sudo ss -ltnp 'sport = :${finding.fault.port}'` }]
        : [];
    case 'port-other':
      return system === 'linux' ? [{ command: `sudo ss -ltnp 'sport = :${finding.usual}'` }] : [];
    case 'mdns-taken':
      return system === 'linux' ? [{ command: `sudo ss -lunp 'sport = :${mdnsPort}'` }] : [];
    case 'clock-off':
      if (system === 'windows') return [{ command: 'w32tm /resync' }];
      return system === 'linux' ? [{ command: 'sudo timedatectl set-ntp true' }] : [];
    default:
      return [];
  }
}

/** On macOS a program is let in by a switch in the settings, not by a port. */
function letIn(transport: 'tcp' | 'udp', port: number, system: System): TerminalCommand[] {
  switch (system) {
    case 'linux':
      return [
        { tool: 'ufw', command: `sudo ufw allow ${port}/${transport}` },
        {
          tool: 'firewalld',
          command: `sudo firewall-cmd --permanent --add-port=${port}/${transport} && sudo firewall-cmd --reload`,
        },
      ];
    case 'windows':
      return [
        {
          command: `netsh advfirewall firewall add rule name=Loom dir=in action=allow protocol=${transport} localport=${port}`,
        },
      ];
    case 'macos':
    case 'other':
      return [];
  }
}
