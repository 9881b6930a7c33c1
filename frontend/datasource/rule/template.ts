/**
 * Pieces of Grafana's alert templates (Go's `text/template`). If a text has one unknown function, or compares a float
 * with an integer, Grafana sends it unexpanded. So these only use `with`, `if`, `eq`, `ge`, `gt`, `lt`, `printf`,
 * `slice` and `humanize`. A missing value would print as `<nil>`, and one that could not be computed as `NaN`, so every
 * value is read behind both guards.
 */
import type { Side } from '../../shared/causes';
import type { NumberWord } from './words';

/** The text if the expression is a number, available as `.Value`; `otherwise` in every other case. */
export function known(refId: string, text: string, otherwise = ''): string {
  // Only NaN differs from itself.
  const other = otherwise && `{{ else }}${otherwise}`;
  return `{{ with $values.${refId} }}{{ if eq .Value .Value }}${text}${other}{{ end }}${other}{{ end }}`;
}

/** The word for `.Value`, which is a whole number. */
export function worded(words: readonly NumberWord[], frame: (word: string) => string, otherwise = ''): string {
  const branches = words.map(([number, word], at) => `{{ ${at === 0 ? 'if' : 'else if'} eq .Value ${number}.0 }}${frame(word)}`);
  return `${branches.join('')}${otherwise && `{{ else }}${otherwise}`}{{ end }}`;
}

/**
 * The word for the side of the expected value on which the newest value is. It does not use `gt`, which Go finds true
 * of NaN.
 */
export function sided({ both, above, below }: Record<Side, string>): string {
  if (above === both && below === both) {
    return both;
  }
  return `{{ with $values.deviation }}{{ if lt .Value 0.0 }}${below}{{ else if lt 0.0 .Value }}${above}{{ else }}${both}{{ end }}{{ else }}${both}{{ end }}`;
}

/**
 * The text if the statistic of the cause covers more than one sample; `otherwise` in every other case. It does not use
 * `gt`, see above.
 */
export function measured(text: string, otherwise = ''): string {
  const other = otherwise && `{{ else }}${otherwise}`;
  return `{{ with $values.cause_samples }}{{ if lt 1.0 .Value }}${text}${other}{{ end }}${other}{{ end }}`;
}

/** A label of the series, for `with` and `index`: a name such as `host.name` is not allowed after a dot. */
function label(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `$labels.${name}` : `(index $labels ${JSON.stringify(name)})`;
}

/** The text if the series has the label, whose value is then `.`. */
export function labelled(name: string, text: string, otherwise = ''): string {
  return `{{ with ${label(name)} }}${text}${otherwise && `{{ else }}${otherwise}`}{{ end }}`;
}

/** A text that prints as itself, even with braces. */
export function literal(text: string): string {
  // Each brace is escaped: two in a row, even across the end of the text, would open an action.
  return text.replaceAll('{', '{{ "{" }}');
}
