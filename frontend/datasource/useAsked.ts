import { useEffect, useState } from 'react';

/** What a question to the backend was answered; null until then, and where it was not: the editor goes on without. */
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
    // `ask` is another function at each drawing and does the same.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return found;
}
