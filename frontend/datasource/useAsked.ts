import { useEffect, useState } from 'react';

/** The backend's answer to a request; null until then, and on failure: the editor works without it. */
export function useAsked<T>(ask: () => Promise<T>): T | null {
  const [found, setFound] = useState<T | null>(null);
  useEffect(() => {
    let isWanted = true;
    ask().then(
      (answer) => isWanted && setFound(answer),
      () => undefined
    );
    return () => {
      isWanted = false;
    };
    // `ask` is a new function at each render but does the same.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return found;
}
