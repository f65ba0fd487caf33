// How this device is on the network: the doctor's answer in one line, what needs attention with what to do, what was looked at
// beside that, and a way to ask around.
import { useEffect } from 'preact/hooks';
import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { Note } from '../../components/note.tsx';
import { words } from '../../messages/words.ts';
import { needsAttention, verdictOf } from '../../text/verdict.ts';
import { clockTime } from '../../text/time.ts';
import { useLoom } from '../context.ts';
import { locale } from '../locale.ts';
import { AttentionCheck, QuietCheck } from './checks.tsx';
import { NetworkFacts } from './network-facts.tsx';
import { NotRunning } from './not-running.tsx';
import { SectionPage } from './page.tsx';

const text = words.network;

export function NetworkSection() {
  const { doctor, answering } = useLoom();
  const examining = doctor.examining.value;
  const verdict = doctor.examination.value && verdictOf(doctor.examination.value.checks);
  // Where somebody must be missing, asking around is the next step; else it is the last.
  const isMissing = verdict !== undefined && (verdict.standing === 'unseen' || verdict.beside === 'alone');
  useEffect(() => {
    void doctor.examine();
  }, [doctor]);

  return (
    <SectionPage
      title={words.settings.network}
      actions={
        <Button
          icon="again"
          aria-disabled={examining || !answering.value}
          onClick={() => void doctor.examine()}
        >
          {text.again}
        </Button>
      }
      facts={<NetworkFacts />}
    >
      <Answer />
      <NotRunning />
      <Attention />
      {isMissing && <AskAround />}
      <Quiet />
      {!isMissing && <AskAround />}
    </SectionPage>
  );
}

/** The headline, and beneath it since when it holds. */
function Answer() {
  const { doctor, contacts } = useLoom();
  const examination = doctor.examination.value;
  const problem = doctor.problem.value;
  const examining = doctor.examining.value;
  const verdict = examination && verdictOf(examination.checks);
  const connected = contacts.list.value.filter(({ state }) => state === 'secured').length;
  return (
    <div class="answer" role="status" aria-busy={examining}>
      <h3>
        {verdict
          ? `${text.standing[verdict.standing]} ${text.beside(verdict.beside)}`.trim()
          : problem === undefined
            ? text.looking
            : text.noAnswer}
      </h3>
      <p>
        {examining
          ? text.examining
          : (problem ?? (examination && text.checked(clockTime(examination.at, locale()), connected)))}
      </p>
      {examining && <div class="thread-progress" aria-hidden="true" />}
    </div>
  );
}

function Attention() {
  const checks = useLoom().doctor.examination.value?.checks.filter(needsAttention) ?? [];
  if (checks.length === 0) return null;
  // What is a fault goes before what only may become one.
  const sorted = checks.toSorted((a, b) => Number(b.status === 'fault') - Number(a.status === 'fault'));
  return (
    <ul role="list" class="attention-checks" aria-label={text.attention}>
      {sorted.map((check) => (
        <AttentionCheck key={check.id} check={check} />
      ))}
    </ul>
  );
}

function Quiet() {
  const checks = useLoom().doctor.examination.value?.checks.filter((check) => !needsAttention(check)) ?? [];
  if (checks.length === 0) return null;
  return (
    <ul role="list" class="quiet-checks" aria-label={text.looked}>
      {checks.map((check) => (
        <QuietCheck key={check.id} check={check} />
      ))}
    </ul>
  );
}

/** For networks that carry no multicast: a knock at every neighbour's door, when the person wants it. */
function AskAround() {
  const { doctor, status } = useLoom();
  const around = doctor.around.value;
  const isAsking = around?.state === 'asking';
  if (status.value?.network.running !== true) return null;
  return (
    <section class="ask-around" aria-labelledby="ask-around">
      <Icon name="nearby" size={20} />
      <div>
        <h3 id="ask-around">{text.missing}</h3>
        <p>{text.missingText}</p>
      </div>
      <Button aria-disabled={isAsking} onClick={() => void doctor.askAround()}>
        {text.askAround}
      </Button>
      <div class="ask-around-came" aria-live="polite">
        {isAsking && <p>{text.asking}</p>}
        {around?.state === 'asked' && (
          <Note tone={around.found > 0 ? 'ok' : 'calm'} icon={around.found > 0 ? 'ring' : 'info'}>
            {text.asked(around)}
          </Note>
        )}
        {around?.state === 'failed' && (
          <Note tone="bad" icon="warning">
            {around.why}
          </Note>
        )}
      </div>
    </section>
  );
}
