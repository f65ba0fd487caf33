// The sheet of keys. Made from the commands themselves, so that it can't say what is not so.
import { keysOf, type Command } from '../commands/command.ts';
import { keyNames, type Shortcut } from '../commands/keys.ts';
import { contactCommands, windowCommands } from '../commands/registry.ts';
import { writingKeys, messageKeys } from '../commands/inner-keys.ts';
import { Keys } from '../components/keys.tsx';
import { Sheet } from '../components/sheet.tsx';
import { words } from '../messages/words.ts';
import { useLoom } from './context.ts';

const text = words.commands;

interface Line {
  readonly label: string;
  readonly keys: readonly Shortcut[];
}

export function Shortcuts({ onClose }: { onClose: () => void }) {
  const loom = useLoom();
  const lines = (commands: readonly Command[]): Line[] => {
    const byWords = new Map<string, Shortcut[]>();
    for (const command of commands) {
      const keys = keysOf(command, loom);
      const label = command.words(loom);
      if (keys) byWords.set(label, [...(byWords.get(label) ?? []), keys]);
    }
    return [...byWords].map(([label, keys]) => ({ label, keys }));
  };
  return (
    <Sheet title={text.shortcuts} size="wide" onClose={onClose}>
      {() => (
        <div class="shortcuts">
          <Group
            title={text.everywhere}
            lines={[...lines(windowCommands), { label: text.stepBack, keys: [{ key: 'escape' }] }]}
          />
          <Group title={text.inConversation} lines={lines(contactCommands)} />
          <Group title={text.inMessages} lines={innerLines(messageKeys, text.messageKeys)} />
          <Group title={text.whileWriting} lines={innerLines(writingKeys, text.writingKeys)} />
        </div>
      )}
    </Sheet>
  );
}

function innerLines<K extends string>(
  keys: Readonly<Record<K, readonly Shortcut[]>>,
  labels: Readonly<Record<K, string>>,
): Line[] {
  return (Object.keys(keys) as K[]).map((name) => ({ label: labels[name], keys: keys[name] }));
}

function Group({ title, lines }: { title: string; lines: readonly Line[] }) {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <dl>
        {lines.map(({ label, keys }) => (
          <div key={label}>
            <dt>{label}</dt>
            {keys.map((one) => (
              <dd key={one.key}>
                <Keys names={keyNames(one)} />
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </section>
  );
}
