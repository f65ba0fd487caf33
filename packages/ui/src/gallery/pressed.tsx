// What is pressed: buttons in all looks and states, icons, the menu.
import { Button, IconButton } from '../components/button.tsx';
import { Icon, iconNames } from '../components/icon.tsx';
import { Menu } from '../components/menu.tsx';
import { Exhibit, pointerStates, Specimen } from './exhibit.tsx';

const looks = [
  ['primary', 'Add contact'],
  ['plain', 'Copy token'],
  ['quiet', 'Not now'],
  ['danger', 'Delete'],
] as const;

export function Pressed() {
  return (
    <>
      <Exhibit of="menu" wide>
        <Menu
          label="A menu to open"
          items={[
            { icon: 'ring', label: 'Safety number', run: () => {} },
            { icon: 'rename', label: 'Rename', run: () => {} },
            { icon: 'remove', label: 'Delete contact', dangerous: true, run: () => {} },
          ]}
        />
      </Exhibit>
      <Exhibit of="button">
        {looks.map(([look, label]) => (
          <div class="specimen-row" key={look}>
            {pointerStates.map(([state, shown]) => (
              <Specimen key={state} state={state}>
                <Button look={look} {...shown}>
                  {label}
                </Button>
              </Specimen>
            ))}
            <Specimen state="Disabled">
              <Button look={look} disabled>
                {label}
              </Button>
            </Specimen>
          </div>
        ))}
      </Exhibit>
      <Exhibit of="button, a drawing alone">
        {(['plain', 'quiet', 'primary', 'danger'] as const).map((look) => (
          <div class="specimen-row" key={look}>
            {pointerStates.map(([state, shown]) => (
              <Specimen key={state} state={state}>
                <IconButton look={look} icon="settings" label={`Settings, ${look}, ${state}`} {...shown} />
              </Specimen>
            ))}
            <Specimen state="Disabled">
              <IconButton look={look} icon="settings" label={`Settings, ${look}, disabled`} disabled />
            </Specimen>
          </div>
        ))}
      </Exhibit>
      <Exhibit of="button, with a drawing">
        {looks.map(([look, label]) => (
          <Button key={look} look={look} icon={look === 'danger' ? 'remove' : 'plus'}>
            {label}
          </Button>
        ))}
      </Exhibit>
      <Exhibit of="icon" wide>
        {iconNames.map((name) => (
          <Specimen key={name} state={name}>
            <Icon name={name} />
          </Specimen>
        ))}
      </Exhibit>
    </>
  );
}
