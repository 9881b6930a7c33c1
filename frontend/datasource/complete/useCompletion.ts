import { useRef, useState } from 'react';

import type { Lookup } from '../metricFind';
import { matching, offersOf, type Completer, type Completion, type Offer } from './completion';

/** Asks the data source for names. */
export type LookUp = (lookup: Lookup) => Promise<string[]>;

interface Offers {
  completion: Completion;
  offers: Offer[];
  active: number;
}

// More than fit on a screen help nobody; typing on narrows them down.
const MOST_OFFERS = 50;

const nobody: LookUp = async () => [];

/** What is offered at the cursor, and the moves through it. Names that were asked for once are remembered. */
export function useCompletion(complete: Completer, lookUp: LookUp = nobody) {
  const [offer, setOffer] = useState<Offers | null>(null);
  const known = useRef(new Map<string, Promise<string[]>>());
  const latest = useRef(0);

  const ask = async (lookup: Completion['lookup']): Promise<readonly string[]> =>
    'path' in lookup ? askSource(lookup) : lookup;

  const askSource = (lookup: Lookup): Promise<string[]> => {
    const key = JSON.stringify(lookup);
    const asked = known.current.get(key) ?? lookUp(lookup);
    known.current.set(key, asked);
    return asked.catch(() => {
      // Not remembered, so that a source which comes back is asked again. Typing goes on without names.
      known.current.delete(key);
      return [];
    });
  };

  const open = async (before: string) => {
    latest.current += 1;
    const turn = latest.current;
    const completion = complete(before);
    const offers = completion ? await offersFor(completion) : [];
    if (turn === latest.current) {
      setOffer(completion && offers.length > 0 ? { completion, offers, active: -1 } : null);
    }
  };

  const offersFor = async (completion: Completion) => {
    const names = offersOf(await ask(completion.lookup), completion);
    return matching([...(completion.also ?? []), ...names], completion.prefix, MOST_OFFERS);
  };

  const close = () => {
    latest.current += 1;
    setOffer(null);
  };

  const move = (step: 1 | -1) =>
    setOffer((now) => {
      // One place more than offers: -1 stands for none, so that Enter still means what it means without an offer.
      const places = (now?.offers.length ?? 0) + 1;
      return now && { ...now, active: ((now.active + 1 + step + places) % places) - 1 };
    });

  return { offer, open, close, move };
}
