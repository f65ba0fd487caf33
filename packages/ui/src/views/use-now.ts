// The present, for words like "today": changes each minute, not more often.
import { useEffect, useState } from 'preact/hooks';

const minuteMs = 60_000;

export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), minuteMs);
    return () => clearInterval(timer);
  }, []);
  return now;
}
