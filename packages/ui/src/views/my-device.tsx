// The sheet of My Device: who this is, where it listens, and its token to pass on.
import { TokenCloth } from '../components/cloth.tsx';
import { Sheet } from '../components/sheet.tsx';
import { TokenCard } from '../components/token-card.tsx';
import { words } from '../messages/words.ts';
import { neutraliseLine } from '../text/neutralise.ts';
import { useLoom } from './context.ts';
import { useToken } from './use-token.ts';

export function MyDevice({ onClose }: { onClose: () => void }) {
  const { host, status } = useLoom();
  const token = useToken(true);
  return (
    <Sheet title={words.device.title} size="wide" onClose={onClose}>
      {() => (
        <>
          {token !== undefined && (
            <>
              <TokenCard token={token} canSave={host.can.saveFiles} />
              <div class="cloth-head">
                <b>{words.token.prefix}</b>
                <span>{words.token.groups}</span>
              </div>
              <TokenCloth token={token} />
            </>
          )}
          {status.value && <Facts />}
        </>
      )}
    </Sheet>
  );
}

function Facts() {
  const status = useLoom().status.value;
  if (!status) return null;
  const { network } = status;
  const facts: [string, string][] = [
    [words.device.name, neutraliseLine(status.display_name ?? '')],
    [words.device.portLabel, String(network.port ?? words.device.networkOff)],
    [words.device.addresses, network.interfaces.map(({ address }) => address).join(', ')],
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
