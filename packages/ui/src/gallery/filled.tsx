// What is filled in and chosen: fields, switches, one of a few; and the notes that answer.
import { useState } from 'preact/hooks';
import { Button } from '../components/button.tsx';
import { Choice } from '../components/choice.tsx';
import { CommandLine } from '../components/command-line.tsx';
import { Field } from '../components/field.tsx';
import { NewPassphrase } from '../components/new-passphrase.tsx';
import { Note } from '../components/note.tsx';
import { PassphraseField } from '../components/passphrase-field.tsx';
import { Select } from '../components/select.tsx';
import { Switch } from '../components/switch.tsx';
import { Trouble } from '../components/trouble.tsx';
import { Ways } from '../components/ways.tsx';
import { Exhibit } from './exhibit.tsx';

const sizes = ['small', 'medium', 'large'] as const;

export function Filled() {
  const [name, setName] = useState('Sara Reed');
  const [empty, setEmpty] = useState('');
  const [address, setAddress] = useState('192.168.4.570');
  const [passphrase, setPassphrase] = useState('a heron over the weir');
  const [size, setSize] = useState<(typeof sizes)[number]>('medium');
  const [way, setWay] = useState<'token' | 'code'>('token');
  const [harbour, setHarbour] = useState('north');
  const [on, setOn] = useState(true);
  const [off, setOff] = useState(false);
  return (
    <>
      <Exhibit of="field" wide>
        <div class="field-pair">
          <Field
            label="Empty"
            hint="what it is for"
            placeholder="As you know them"
            value={empty}
            onValue={setEmpty}
          />
          <Field label="Filled in, and in use" value={name} onValue={setName} autofocus />
          <Field
            label="In error"
            value={address}
            onValue={setAddress}
            fault="Write an IP address, with :port where it is not 47113."
          />
        </div>
      </Exhibit>
      <Exhibit of="choice">
        <Choice
          label="Size"
          hint="What it means, in a line."
          value={size}
          options={sizes.map((value) => ({ value, label: value }))}
          onChange={setSize}
        />
      </Exhibit>
      <Exhibit of="switch">
        <Switch label="On" hint="What happens while it is on." on={on} onChange={setOn} />
        <Switch label="Off" hint="And while it is off." on={off} onChange={setOff} />
      </Exhibit>
      <Exhibit of="ways">
        <Ways
          label="Ways to add somebody"
          value={way}
          options={[
            { value: 'token', label: 'Token', icon: 'copy' },
            { value: 'code', label: 'Code', icon: 'code' },
          ]}
          onChange={setWay}
        />
      </Exhibit>
      <Exhibit of="select">
        <Select
          label="Harbour"
          value={harbour}
          options={[
            { value: 'north', label: 'North harbour' },
            { value: 'south', label: 'South harbour' },
          ]}
          onChange={setHarbour}
        />
      </Exhibit>
      <Exhibit of="command-line">
        <CommandLine label="In a terminal" command="loom doctor --json" />
      </Exhibit>
      <Exhibit of="passphrase-field">
        <PassphraseField label="Passphrase" value={passphrase} onValue={setPassphrase} />
        <PassphraseField
          label="In error"
          value={passphrase}
          onValue={setPassphrase}
          fault="The passphrase does not fit."
        />
      </Exhibit>
      <Exhibit of="new-passphrase">
        <NewPassphrase onPassphrase={() => {}} />
      </Exhibit>
      <Exhibit of="trouble" wide>
        <Trouble fault="What was asked for came to nothing, because there is no engine in the gallery." />
      </Exhibit>
      <Exhibit of="note" wide>
        <Note tone="calm" icon="info">
          Lena is out of reach. What you write is kept and sent as soon as she is back.
        </Note>
        <Note tone="ok" icon="check">
          The token is whole and its signature is genuine.
        </Note>
        <Note tone="warn" icon="warning" action={<Button>Change to R</Button>}>
          <b>Look at group C3.</b> Its character 4 is “Q”, and only “R” makes the token genuine.
        </Note>
        <Note tone="bad" icon="warning">
          The address could not be reached: nobody answered there.
        </Note>
      </Exhibit>
    </>
  );
}
