// What tells of a message while the window is not looked at. The system is asked whether it may only when the person wants it here.
import { Button } from '../../components/button.tsx';
import { Choice } from '../../components/choice.tsx';
import { Note } from '../../components/note.tsx';
import type { Notifier } from '../../host.ts';
import { words } from '../../messages/words.ts';
import { useLoom } from '../context.ts';
import { SectionPage } from './page.tsx';
import { ChangeFault, useChange } from './use-change.tsx';

const text = words.notifications;

export function NotificationsSection() {
  const { notifier } = useLoom().host;
  return (
    <SectionPage title={words.settings.notifications}>
      {notifier === undefined ? (
        <p class="section-lead">{words.settings.noNotifications}</p>
      ) : (
        <Chosen notifier={notifier} />
      )}
    </SectionPage>
  );
}

function Chosen({ notifier }: { notifier: Notifier }) {
  const { values, fault, change } = useChange();
  if (values === undefined) return null;
  return (
    <>
      <p class="section-lead">{text.lead}</p>
      <ChangeFault fault={fault} />
      <div class="settings-group">
        <Choice
          label={text.choice}
          value={values.notifications}
          options={[
            { value: 'off', label: text.off },
            { value: 'without-name', label: text.withoutName },
            { value: 'with-name', label: text.withName },
          ]}
          onChange={(notifications) => {
            change({ notifications });
            if (notifications !== 'off' && notifier.permission.value === 'unasked') void notifier.ask();
          }}
        />
      </div>
      {values.notifications !== 'off' && <Permission notifier={notifier} />}
    </>
  );
}

function Permission({ notifier }: { notifier: Notifier }) {
  switch (notifier.permission.value) {
    case 'granted':
      return (
        <Note tone="calm" icon="info">
          {text.granted}
        </Note>
      );
    case 'unasked':
      return (
        <Note
          tone="calm"
          icon="info"
          action={<Button onClick={() => void notifier.ask()}>{text.ask}</Button>}
        >
          {text.unasked}
        </Note>
      );
    case 'refused':
      return (
        <Note tone="warn" icon="warning">
          {text.refused}
        </Note>
      );
  }
}
