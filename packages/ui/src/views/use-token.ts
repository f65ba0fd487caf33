// Reads this profile's own token once it is needed.
import { useEffect, useState } from 'preact/hooks';
import { useLoom } from './context.ts';

/** @returns undefined until it is there. */
export function useToken(wanted: boolean): string | undefined {
  const { host } = useLoom();
  const [token, setToken] = useState<string>();
  useEffect(() => {
    // It can only fail where the connection is lost, and that has its own banner.
    if (wanted) host.call('get_my_token', {}).then(setToken, () => {});
  }, [host, wanted]);
  return token;
}
