// What the engine has logged lately, and goes on to log: by level and words, to hold still, and to copy.
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { LogEntry, LogLevel } from '@loom/contract';
import { Button } from '../../components/button.tsx';
import { Choice } from '../../components/choice.tsx';
import { Icon } from '../../components/icon.tsx';
import { Switch } from '../../components/switch.tsx';
import { words } from '../../messages/words.ts';
import { chosenEntries, logLine } from '../../text/log.ts';
import { neutraliseLine } from '../../text/neutralise.ts';
import { useLoom } from '../context.ts';
import { LogList } from './log-list.tsx';
import { SectionPage } from './page.tsx';

const text = words.log;

export function LogSection() {
  const { log, say } = useLoom();
  const [least, setLeast] = useState<LogLevel>('info');
  const [query, setQuery] = useState('');
  const [held, setHeld] = useState<readonly LogEntry[]>();
  const [aloud, setAloud] = useState(false);
  useEffect(() => {
    void log.open();
    return log.close;
  }, [log]);
  const entries = held ?? log.entries.value;
  const shown = useMemo(() => chosenEntries(entries, least, query), [entries, least, query]);

  function copy(): void {
    navigator.clipboard.writeText(shown.map(logLine).join('\n')).then(
      () => say(text.copied(shown.length)),
      () => say(text.copyFailed),
    );
  }

  return (
    <SectionPage
      title={words.settings.log}
      whole
      actions={
        <>
          <Button
            icon={held ? 'play' : 'pause'}
            onClick={() => setHeld(held ? undefined : log.entries.value)}
          >
            {held ? text.goOn : text.pause}
          </Button>
          <Button icon="copy" disabled={shown.length === 0} onClick={copy}>
            {text.copy}
          </Button>
        </>
      }
    >
      <div class="log-page">
        <div class="log-choice">
          <div class="field search-field">
            <Icon name="search" size={16} />
            <input
              type="text"
              autocomplete="off"
              spellcheck={false}
              aria-label={text.search}
              placeholder={text.search}
              value={query}
              onInput={({ currentTarget }) => setQuery(currentTarget.value)}
            />
          </div>
          <Choice
            label={text.level}
            value={least}
            options={(['debug', 'info', 'warn', 'error'] as const).map((level) => ({
              value: level,
              label: text.from[level],
            }))}
            onChange={setLeast}
          />
        </div>
        <LogList entries={shown} follows={!held} none={log.problem.value ?? text.none} />
        <div class="log-foot">
          <p>
            <span role="status">{held ? text.held : text.count(shown.length)}</span> {text.memory}{' '}
            {log.file.value !== undefined && (
              <>
                {text.file} <code>{neutraliseLine(log.file.value)}</code>
              </>
            )}
          </p>
          <Switch label={text.aloud} hint={text.aloudHint} on={aloud} onChange={setAloud} />
        </div>
        {aloud && <Aloud newest={shown.at(-1)} />}
      </div>
    </SectionPage>
  );
}

/** For screen readers, when they are asked to: the newest line alone. */
function Aloud({ newest }: { newest: LogEntry | undefined }) {
  return (
    <p class="visually-hidden" aria-live="polite">
      {newest && neutraliseLine(newest.message)}
    </p>
  );
}
