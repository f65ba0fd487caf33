// The column of facts of the network: where this device listens, what strangers see of it, and the addresses given by hand.
import type { Status } from '@loom/contract';
import { words } from '../../messages/words.ts';
import { useLoom } from '../context.ts';
import { useNow } from '../use-now.ts';
import { ManualAddresses } from './manual-addresses.tsx';
import { FactGroup, Facts } from './page.tsx';

const text = words.network;
const minuteMs = 60_000;

export function NetworkFacts() {
  const { status, answering } = useLoom();
  const network = status.value?.network;
  if (network === undefined || !answering.value) return null;
  return (
    <>
      <ThisDevice network={network} />
      <FactGroup title={text.strangers}>
        <Strangers network={network} />
      </FactGroup>
      <ManualAddresses />
    </>
  );
}

function ThisDevice({ network }: { network: Status['network'] }) {
  const { doctor } = useLoom();
  const port = network.port === undefined ? words.device.networkOff : String(network.port);
  const cards = new Map<string, string[]>();
  for (const { name, address } of network.interfaces) cards.set(name, [...(cards.get(name) ?? []), address]);
  // Who looks for nobody names no cards; the doctor has seen them all the same.
  const used = doctor.examination.value?.checks.find(({ finding }) => finding.code === 'cards-used')?.finding;
  if (cards.size === 0 && used?.code === 'cards-used')
    for (const { name, addresses } of used.cards) cards.set(name, [...addresses]);
  return (
    <FactGroup title={text.thisDevice}>
      <Facts
        facts={[
          [words.device.portLabel, port],
          ...[...cards].map(([name, addresses]) => [name, addresses.join('\n')] as const),
        ]}
      />
    </FactGroup>
  );
}

function Strangers({ network: { running, air } }: { network: Status['network'] }) {
  const now = useNow();
  if (!running) return <p>{text.strangersNothing}</p>;
  if (air === undefined) return <p>{text.strangersQuiet}</p>;
  const minutes = Math.max(1, Math.ceil((air.until - now) / minuteMs));
  return (
    <>
      <p>{text.strangersSee}</p>
      <Facts
        facts={[
          [text.air, <code>{air.name}</code>],
          [text.nextName, text.minutes(minutes)],
        ]}
      />
    </>
  );
}
