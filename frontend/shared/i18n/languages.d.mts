export function keysIn(language: string, original: Map<string, string>): string[];

export function problemsOf(translation: {
  language: string;
  original: Map<string, string>;
  translated: Map<string, string>;
  maySayTheSame: (text: string) => boolean;
}): string[];
