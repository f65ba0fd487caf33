// Where what was written is kept, and what protects its key.
import { words } from '../../messages/words.ts';
import { useLoom } from '../context.ts';
import { FactGroup, Facts, SectionPage } from './page.tsx';

const text = words.settings;

export function StorageSection() {
  const status = useLoom().status.value;
  if (!status) return null;
  return (
    <SectionPage title={text.storage}>
      <p class="section-lead">{text.storageLead}</p>
      <FactGroup title={text.keyCustody}>
        <p>{text.keyMeans[status.key_custody]}</p>
        <Facts facts={[[text.keyPlace, text.keyPlaces[status.key_custody]]]} />
      </FactGroup>
    </SectionPage>
  );
}
