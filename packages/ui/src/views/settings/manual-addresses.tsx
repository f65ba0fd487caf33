// The addresses that the person gave by hand, each with its contact: to look at, to forget, and to give another.
import { useEffect, useRef, useState } from 'preact/hooks';
import { keyHex, type ManualAddress } from '@loom/contract';
import { Button, IconButton } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { Select } from '../../components/select.tsx';
import { words } from '../../messages/words.ts';
import { contactKey } from '../../state/contacts.ts';
import { sentence } from '../../state/threads.ts';
import { addressInWords, readAddress } from '../../text/address.ts';
import { neutraliseLine } from '../../text/neutralise.ts';
import { useLoom } from '../context.ts';
import { useAsk } from '../use-ask.ts';
import { FactGroup } from './page.tsx';

const text = words.network;

export function ManualAddresses() {
  const { doctor, contacts } = useLoom();
  const [adding, setAdding] = useState(false);
  const opener = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // It can only fail where the connection is lost, and that has its own banner.
    doctor.loadAddresses().catch(() => {});
  }, [doctor]);
  const addresses = doctor.addresses.value;

  const close = (): void => {
    setAdding(false);
    opener.current?.focus();
  };
  return (
    <FactGroup title={text.byHand}>
      <div class="by-hand" tabIndex={-1} ref={opener}>
        {addresses.length === 0 && <p>{text.noneByHand}</p>}
        <ul role="list" aria-label={text.byHand}>
          {addresses.map((address) => (
            <Given key={`${keyHex(address.peer_identity)} ${addressInWords(address)}`} address={address} />
          ))}
        </ul>
      </div>
      {adding ? (
        <AddAddress onClose={close} />
      ) : (
        contacts.list.value.length > 0 && (
          <Button icon="plus" onClick={() => setAdding(true)}>
            {text.addAddress}
          </Button>
        )
      )}
    </FactGroup>
  );
}

function Given({ address }: { address: ManualAddress }) {
  const { host, contacts } = useLoom();
  const [fault, setFault] = useState<string>();
  const key = contactKey(address.peer_identity);
  const name = neutraliseLine(contacts.byKey.value.get(key)?.display_name ?? '');
  const { ip, port } = address;
  const remove = (): void =>
    void host
      .call('remove_peer_address', { peer_pub_key: key, ip, port })
      .catch((error: unknown) => setFault(sentence(error)));
  return (
    <li class="given">
      <span>
        <b>{name}</b>
        <code>{neutraliseLine(addressInWords(address))}</code>
        {fault !== undefined && <span role="alert">{fault}</span>}
      </span>
      <IconButton icon="remove" label={text.removeAddress(addressInWords(address), name)} onClick={remove} />
    </li>
  );
}

function AddAddress({ onClose }: { onClose: () => void }) {
  const { host, contacts } = useLoom();
  const options = contacts.list.value.map(({ public_key: key, display_name: name }) => ({
    value: contactKey(key),
    label: neutraliseLine(name),
  }));
  const [chosen, setChosen] = useState(options[0]?.value ?? '');
  const [typed, setTyped] = useState('');
  const { fault, ask, clear } = useAsk();
  const address = readAddress(typed);
  const typedFault = typed.trim() !== '' && !address ? words.add.addressFault : undefined;

  async function save(): Promise<void> {
    if (!address) return;
    await ask(async () => {
      await host.call('inject_peer_address', { peer_pub_key: chosen, ...address });
      onClose();
    });
  }

  return (
    <form
      class="add-address"
      aria-label={text.addAddress}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onClose();
      }}
    >
      <Select label={text.contact} value={chosen} options={options} onChange={setChosen} />
      <Field
        label={words.setAddress.label}
        placeholder={words.add.addressExample}
        value={typed}
        onValue={(value) => {
          setTyped(value);
          clear();
        }}
        fault={fault ?? typedFault}
        autofocus
      />
      <div class="add-address-foot">
        <Button onClick={onClose}>{words.setAddress.cancel}</Button>
        <Button type="submit" disabled={!address}>
          {words.setAddress.save}
        </Button>
      </div>
    </form>
  );
}
