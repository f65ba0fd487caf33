// Who this is: the name, the token to pass on, and the facts of the identity.
import { useState } from 'preact/hooks';
import { keyHex } from '@loom/contract';
import { Button } from '../../components/button.tsx';
import { TokenCloth } from '../../components/cloth.tsx';
import { Field } from '../../components/field.tsx';
import { TokenCard } from '../../components/token-card.tsx';
import { words } from '../../messages/words.ts';
import { neutraliseLine } from '../../text/neutralise.ts';
import { useLoom } from '../context.ts';
import { useAsk } from '../use-ask.ts';
import { useToken } from '../use-token.ts';
import { FactGroup, Facts, SectionPage } from './page.tsx';

const text = words.settings;

export function IdentitySection() {
  const { host } = useLoom();
  const token = useToken(true);
  return (
    <SectionPage title={text.identity} facts={<IdentityFacts />}>
      <Name />
      {token !== undefined && (
        <section class="identity-token" aria-label={words.token.title}>
          <TokenCard token={token} canSave={host.can.saveFiles}>
            <h3>{words.token.title}</h3>
          </TokenCard>
          <div class="cloth-head">
            <b>{words.token.prefix}</b>
            <span>{words.token.groups}</span>
          </div>
          <TokenCloth token={token} />
        </section>
      )}
    </SectionPage>
  );
}

function Name() {
  const { host, status } = useLoom();
  const kept = status.value?.display_name ?? '';
  const [name, setName] = useState(kept);
  const { fault, ask, clear } = useAsk();
  const [saved, setSaved] = useState(false);
  const isSame = name.trim() === kept;

  const save = (): Promise<void> =>
    ask(async () => {
      await host.call('set_display_name', { name: name.trim() });
      setSaved(true);
    });

  return (
    <form
      class="name-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isSame) void save();
      }}
    >
      <Field
        label={text.name}
        hint={text.nameHint}
        value={name}
        onValue={(value) => {
          setName(value);
          clear();
          setSaved(false);
        }}
        fault={fault}
      />
      <Button type="submit" aria-disabled={isSame || name.trim() === ''}>
        {text.rename}
      </Button>
      <p class="name-said" aria-live="polite">
        {saved && text.renamed}
      </p>
    </form>
  );
}

function IdentityFacts() {
  const status = useLoom().status.value;
  if (!status) return null;
  return (
    <>
      <FactGroup title={text.thisIdentity}>
        <Facts
          facts={[
            [words.device.profile, neutraliseLine(status.profile)],
            [words.device.version, status.version],
          ]}
        />
      </FactGroup>
      <FactGroup title={text.publicKey}>
        <p>{text.publicKeyIs}</p>
        <code class="whole-key">{keyHex(status.identity_key ?? [])}</code>
      </FactGroup>
    </>
  );
}
