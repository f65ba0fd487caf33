// What a backup holds, once all of it has been read.
import type { BackupContents } from '@loom/contract';
import { words } from '../../messages/words.ts';
import { neutraliseLine } from '../../text/neutralise.ts';
import { fullDate } from '../../text/time.ts';

const text = words.backup;

export function Contents({ contents }: { contents: BackupContents }) {
  const { display_name: name, contacts, messages, created_at: madeAt } = contents;
  const number = new Intl.NumberFormat(words.locale);
  const facts = [
    [text.name, neutraliseLine(name)],
    [text.people, number.format(contacts)],
    [text.written, number.format(messages)],
    [text.madeOn, fullDate(madeAt, words.locale)],
  ] as const;
  return (
    <dl class="facts backup-contents">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd class="figures">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
