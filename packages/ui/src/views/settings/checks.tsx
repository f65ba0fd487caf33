// One check of the doctor: opened, with what to do, where it needs attention; else a quiet line of what was looked at and seen.
import { findingCommands, type Check, type CheckStatus } from '@loom/contract';
import { CommandLine } from '../../components/command-line.tsx';
import { Icon, type IconName } from '../../components/icon.tsx';
import { words } from '../../messages/words.ts';
import { neutraliseLine } from '../../text/neutralise.ts';
import { systemOf } from '../../text/system.ts';

const text = words.network;

const icons: Readonly<Record<CheckStatus, IconName>> = {
  ok: 'ring',
  unknown: 'info',
  warning: 'info',
  fault: 'warning',
};

export function AttentionCheck({ check }: { check: Check }) {
  const { finding, status } = check;
  const { saw, remedy } = words.finding(finding);
  const commands = findingCommands(finding, systemOf(navigator.userAgent));
  return (
    <li class={`attention-check ${status}`}>
      <Icon name={icons[status]} size={20} />
      <div>
        <h4>
          <span class="visually-hidden">{text.status[status]}: </span>
          {text.titles[finding.code]}
        </h4>
        <p>{neutraliseLine(saw)}</p>
        {remedy !== undefined && (
          <p class="remedy">
            <b>{text.whatToDo}</b> {neutraliseLine(remedy)}
          </p>
        )}
        {commands.map(({ tool, command }) => (
          <CommandLine key={command} label={tool && text.withTool(tool)} command={command} />
        ))}
      </div>
    </li>
  );
}

export function QuietCheck({ check: { finding, status } }: { check: Check }) {
  return (
    <li class={`quiet-check ${status}`}>
      <Icon name={icons[status]} size={20} />
      <div>
        <h4>
          <span class="visually-hidden">{text.status[status]}: </span>
          {text.titles[finding.code]}
        </h4>
        <p>{neutraliseLine(words.finding(finding).saw)}</p>
      </div>
    </li>
  );
}
