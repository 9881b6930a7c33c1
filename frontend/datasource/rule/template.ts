/**
 * Pieces of Grafana's alert templates (Go's `text/template`). One unknown function, or a float compared with an integer, and
 * Grafana sends the whole text unexpanded: so these use `with`, `if`, `eq`, `ge`, `gt`, `lt`, `printf`, `slice` and `humanize`
 * alone. A value that
 * is missing would print as `<nil>`, one that could not be computed as `NaN`: every value is read behind both guards.
 */
import type { Side } from '../../shared/causes';
import type { NumberWord } from './words';

/** What is written where the expression has a number, which `.Value` is then; `otherwise` in every other case. */
export function known(refId: string, text: string, otherwise = ''): string {
  // Nothing but NaN differs from itself.
  const other = otherwise && `{{ else }}${otherwise}`;
  return `{{ with $values.${refId} }}{{ if eq .Value .Value }}${text}${other}{{ end }}${other}{{ end }}`;
}

/** The word of `.Value`, which is a whole number. */
export function worded(words: readonly NumberWord[], frame: (word: string) => string, otherwise = ''): string {
  const branches = words.map(([number, word], at) => `{{ ${at === 0 ? 'if' : 'else if'} eq .Value ${number}.0 }}${frame(word)}`);
  return `${branches.join('')}${otherwise && `{{ else }}${otherwise}`}{{ end }}`;
}

/** The word for the side of what was expected on which the newest value is. Not by `gt`, which Go finds true of NaN. */
export function sided({ both, above, below }: Record<Side, string>): string {
  if (above === both && below === both) {
    return both;
  }
  return `{{ with $values.deviation }}{{ if lt .Value 0.0 }}${below}{{ else if lt 0.0 .Value }}${above}{{ else }}${both}{{ end }}{{ else }}${both}{{ end }}`;
}

/** What is written where the statistic of the cause looks at more than one sample, and in every other case. Not by `gt`, as above. */
export function measured(text: string, otherwise = ''): string {
  const other = otherwise && `{{ else }}${otherwise}`;
  return `{{ with $values.cause_samples }}{{ if lt 1.0 .Value }}${text}${other}{{ end }}${other}{{ end }}`;
}

/** A label of the series, in `with` and `index`: a name such as `host.name` cannot stand behind a dot. */
function label(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `$labels.${name}` : `(index $labels ${JSON.stringify(name)})`;
}

/** What is written where the series has the label, whose value `.` is then. */
export function labelled(name: string, text: string, otherwise = ''): string {
  return `{{ with ${label(name)} }}${text}${otherwise && `{{ else }}${otherwise}`}{{ end }}`;
}

/** A text that says itself, also where it holds braces. */
export function literal(text: string): string {
  // Each one: two that meet, also across the end of the text, would open an action.
  return text.replaceAll('{', '{{ "{" }}');
}
