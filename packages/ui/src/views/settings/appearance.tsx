// How the window looks and speaks: theme, language, size of text, glass and motion.
import { textSizes } from '@loom/contract';
import { Choice } from '../../components/choice.tsx';
import { words } from '../../messages/words.ts';
import { SectionPage } from './page.tsx';
import { ChangeFault, useChange } from './use-change.tsx';

const text = words.settings;

export function AppearanceSection() {
  const { values, fault, change } = useChange();
  return (
    <SectionPage title={text.appearance}>
      <ChangeFault fault={fault} />
      {values && (
        <div class="settings-group">
          <Choice
            label={text.theme}
            value={values.theme}
            options={[
              { value: 'system', label: text.asSystem },
              { value: 'light', label: text.light },
              { value: 'dark', label: text.dark },
            ]}
            onChange={(theme) => change({ theme })}
          />
          <Choice
            label={text.language}
            value={values.language}
            options={[
              { value: 'system', label: text.asSystem },
              // A language is called by its own name, so that who has lost the way finds it.
              { value: 'en', label: 'English' },
              { value: 'de', label: 'Deutsch' },
            ]}
            onChange={(language) => change({ language })}
          />
          <Choice
            label={text.textSize}
            value={values.text_size}
            options={textSizes.map((size) => ({ value: size, label: `${size} %` }))}
            onChange={(size) => change({ text_size: size })}
          />
          <Choice
            label={text.effects}
            hint={text.effectsHint}
            value={values.effects}
            options={[
              { value: 'auto', label: text.effectsAuto },
              { value: 'full', label: text.effectsFull },
              { value: 'lite', label: text.effectsLite },
              { value: 'off', label: text.effectsOff },
            ]}
            onChange={(effects) => change({ effects })}
          />
        </div>
      )}
    </SectionPage>
  );
}
