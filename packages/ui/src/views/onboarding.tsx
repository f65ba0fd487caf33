// The first start: a name, an identity, its token, and on to the people.
import { useState } from 'preact/hooks';
import { Button } from '../components/button.tsx';
import { TokenCloth } from '../components/cloth.tsx';
import { Field } from '../components/field.tsx';
import { Icon } from '../components/icon.tsx';
import { Mark } from '../components/mark.tsx';
import { NewPassphrase } from '../components/new-passphrase.tsx';
import { Note } from '../components/note.tsx';
import { Switch } from '../components/switch.tsx';
import { TokenCard } from '../components/token-card.tsx';
import { CallError } from '../host.ts';
import { words } from '../messages/words.ts';
import { sentence } from '../state/threads.ts';
import { neutraliseLine } from '../text/neutralise.ts';
import { RestoreBackup } from './backup/restore-backup.tsx';
import { useLoom } from './context.ts';
import { useToken } from './use-token.ts';

const text = words.onboarding;

export function Onboarding() {
  const { status } = useLoom();
  const made = status.value?.has_identity === true;
  const isClosed = status.value?.key_custody === 'passphrase';
  const name = neutraliseLine(status.value?.display_name ?? '');
  const title = made ? text.tokenTitle(name.split(' ')[0] ?? name) : text.nameTitle;

  return (
    <main class="onboarding" tabIndex={-1}>
      <section class="onboarding-story">
        <p class="wordmark">
          <Mark size={40} />
          {words.app}
        </p>
        <h1>
          {title.map((line) => (
            <span key={line}>{line}</span>
          ))}
        </h1>
        <p class="lead">{made ? text.tokenLead : text.nameLead}</p>
        <ol class="steps" aria-label={text.steps}>
          <Step title={text.stepName} state={made ? 'done' : 'now'}>
            {made ? (isClosed ? words.lock.withPassphrase(name) : name) : text.stepNameOpen}
          </Step>
          <Step title={text.stepToken} state={made ? 'now' : 'later'}>
            {text.stepTokenText}
          </Step>
          <Step title={text.stepPeople} state="later">
            {text.stepPeopleText}
          </Step>
        </ol>
      </section>
      {made ? <TokenPart /> : <NamePart />}
    </main>
  );
}

interface StepProps {
  title: string;
  state: 'done' | 'now' | 'later';
  children: string;
}

function Step({ title, state, children }: StepProps) {
  return (
    <li class={`step ${state}`} aria-current={state === 'now' ? 'step' : undefined}>
      <span class="step-dot" aria-hidden="true">
        {state === 'done' && <Icon name="check" size={12} />}
      </span>
      <strong>{title}</strong>
      {state === 'done' && <span class="visually-hidden">, {text.stepDone}</span>}
      <span class="step-text">{children}</span>
    </li>
  );
}

function NamePart() {
  const loom = useLoom();
  const [name, setName] = useState('');
  const [fault, setFault] = useState<{ readonly in: 'name' | 'passphrase'; readonly why: string }>();
  const [busy, setBusy] = useState(false);
  const [isProtected, setProtected] = useState(false);
  // By somebody who got no further than that before.
  const [wasProtected] = useState(loom.status.value?.key_custody === 'passphrase');
  const [passphrase, setPassphrase] = useState<string>();
  const [restoring, setRestoring] = useState(false);
  const ready = name.trim() !== '' && (!isProtected || passphrase !== undefined) && !busy;

  async function make(): Promise<void> {
    setBusy(true);
    setFault(undefined);
    try {
      await loom.makeIdentity(name.trim(), isProtected ? passphrase : undefined);
    } catch (error) {
      setFault({ in: isOfPassphrase(error) ? 'passphrase' : 'name', why: sentence(error) });
      setBusy(false);
    }
  }

  return (
    <>
      <form
        class="pane onboarding-card name-part"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) void make();
        }}
      >
        <h2>{text.cardTitle}</h2>
        <p>{text.cardText}</p>
        <Field
          label={text.nameLabel}
          hint={text.nameHint}
          placeholder={text.nameExample}
          value={name}
          onValue={setName}
          fault={fault?.in === 'name' ? fault.why : undefined}
          autofocus
        />
        <div class="protect">
          {wasProtected ? (
            <Note tone="ok" icon="lock">
              {words.lock.protected}
            </Note>
          ) : (
            <Switch
              label={words.lock.protect}
              hint={words.lock.protectHint}
              on={isProtected}
              onChange={setProtected}
            />
          )}
          {isProtected && (
            <NewPassphrase
              onPassphrase={setPassphrase}
              fault={fault?.in === 'passphrase' ? fault.why : undefined}
              disabled={busy}
              autofocus
            />
          )}
        </div>
        <Button look="primary" type="submit" wide disabled={!ready}>
          {busy ? text.making : text.make}
        </Button>
        <p class="or-restore">
          {words.backup.comeBefore}
          <button type="button" class="link" onClick={() => setRestoring(true)}>
            {words.backup.restore}
          </button>
        </p>
      </form>
      {restoring && <RestoreBackup replace={false} onClose={() => setRestoring(false)} />}
    </>
  );
}

function isOfPassphrase(error: unknown): boolean {
  return error instanceof CallError && error.fault?.code.startsWith('passphrase-') === true;
}

function TokenPart() {
  const loom = useLoom();
  const token = useToken(true);
  return (
    <section class="pane onboarding-card" aria-label={words.token.title}>
      {token !== undefined && (
        <>
          <TokenCard token={token} canSave={loom.host.can.saveFiles}>
            <h2>{words.token.title}</h2>
          </TokenCard>
          <div class="cloth-head">
            <b>{words.token.prefix}</b>
            <span>{words.token.groups}</span>
          </div>
          <TokenCloth token={token} />
        </>
      )}
      <footer class="sheet-foot">
        <p>{text.tokenAlwaysThere}</p>
        <Button look="primary" onClick={loom.finishOnboarding}>
          {text.goOn}
        </Button>
      </footer>
    </section>
  );
}
