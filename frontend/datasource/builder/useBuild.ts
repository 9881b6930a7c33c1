import { useState } from 'react';

import type { Read } from './read';

interface Language<Build> {
  read: (text: string) => Read<Build>;
  print: (build: Build) => string;
}

/**
 * The build behind a query text. What cannot be written yet, such as a condition without a label, is kept here for as long
 * as the text is the one that was written.
 */
export function useBuild<Build>({ read, print }: Language<Build>, text: string, nothing: Build, onWrite: (text: string) => void) {
  const [draft, setDraft] = useState<{ text: string; build: Build } | null>(null);
  const found = read(text);
  const build = draft?.text === text ? draft.build : 'build' in found ? found.build : nothing;
  const change = (part: Partial<Build>) => {
    const next = { ...build, ...part };
    const written = print(next);
    const isSame = written === print(build);
    setDraft({ text: isSame ? text : written, build: next });
    if (!isSame) {
      onWrite(written);
    }
  };
  return { build, change };
}
