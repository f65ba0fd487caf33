// The sheet of My Device: who this is, where it listens, and its token to pass on.
import { TokenCloth } from '../components/cloth.tsx';
import { Sheet } from '../components/sheet.tsx';
import { TokenCard } from '../components/token-card.tsx';
import { words } from '../messages/words.ts';
import { neutraliseLine } from '../text/neutralise.ts';
import { useLoom } from './context.ts';
import { useToken } from './use-token.ts';

export function MyDevice({ onClose }: { onClose: () => void }) {
  const { host } = useLoom();
  const token = useToken(true);
  return (
    <Sheet title={words.device.title} size="wide" onClose={onClose}>
      {() => (
        <>
          {token === undefined ? (
            <Facts />
          ) : (
            <>
              <TokenCard token={token} canSave={host.can.saveFiles}>
                <Facts />
              </TokenCard>
              <div class="cloth-head">
                <b>{words.token.prefix}</b>
                <span>{words.token.groups}</span>
              </div>
              <TokenCloth token={token} />
            </>
          )}
        </>
      )}
    </Sheet>
  );
}

function Facts() {
  const loom = useLoom();
  const status = loom.status.value;
  if (!status) return null;
  const { network } = status;
  const answering = loom.answering.value;
  const port = network.port === undefined ? words.device.networkOff : String(network.port);
  const addresses = network.interfaces.map(({ address }) => address).join(', ');
  const facts: [string, string][] = [
    [words.device.name, neutraliseLine(status.display_name ?? '')],
    [words.device.portLabel, answering ? port : words.device.unknown],
    [words.device.addresses, answering ? addresses : ''],
    [words.device.profile, neutraliseLine(status.profile)],
    [words.device.version, status.version],
  ];
  return (
    <dl class="facts">
      {facts.map(
        ([label, fact]) =>
          fact !== '' && (
            <div key={label}>
              <dt>{label}</dt>
              <dd class="figures">{fact}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
