// The lock: after how long it falls by itself, and at once.
import { lockPauses, type Status } from '@loom/contract';
import { Button } from '../../components/button.tsx';
import { Choice } from '../../components/choice.tsx';
import { words } from '../../messages/words.ts';
import { useLoom } from '../context.ts';
import { ChangeFault, useChange } from './use-change.tsx';

const text = words.lock;

export function LockGroup({ custody }: { custody: Status['key_custody'] }) {
  const { host } = useLoom();
  const { values, fault, change, attempt } = useChange();
  const possible = custody === 'passphrase';
  return (
    <section class="settings-group" aria-label={text.lockTitle}>
      <h3>{text.lockTitle}</h3>
      <p>{possible ? text.lockMeans : text.lockNeeds}</p>
      <ChangeFault fault={fault} />
      {possible && values && (
        <>
          <Choice
            label={text.lockAfter}
            value={values.lock_after_minutes}
            options={lockPauses.map((minutes) => ({
              value: minutes,
              label: minutes === 0 ? text.never : text.minutes(minutes),
            }))}
            onChange={(minutes) => change({ lock_after_minutes: minutes })}
          />
          <div class="group-deeds">
            <Button icon="lock" onClick={() => attempt(host.call('lock', {}))}>
              {text.lockNow}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
