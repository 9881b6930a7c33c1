/**
 * Writes plain data as block YAML. Strings are quoted wherever any YAML parser could read them as something else, so
 * the text means the same in YAML 1.1, which Grafana reads, and in 1.2.
 */
export type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain };

/** The text, with a line break at its end. */
export function toYaml(value: Plain): string {
  return `${lines(value).join('\n')}\n`;
}

function lines(value: Plain): string[] {
  if (Array.isArray(value) && value.length > 0) {
    return value.flatMap((item) => nested('- ', '  ', item));
  }
  if (isMap(value) && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([key, item]) => {
      const name = `${scalar(key)}:`;
      return isBlock(item) ? [name, ...lines(item).map((line) => `  ${line}`)] : [`${name} ${flow(item)}`];
    });
  }
  return [flow(value)];
}

/** An item of a list: its first line follows the dash. */
function nested(first: string, rest: string, item: Plain): string[] {
  return lines(item).map((line, at) => `${at === 0 ? first : rest}${line}`);
}

function isBlock(value: Plain): value is Plain[] | { [key: string]: Plain } {
  return (Array.isArray(value) && value.length > 0) || (isMap(value) && Object.keys(value).length > 0);
}

function isMap(value: Plain): value is { [key: string]: Plain } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The values that need no block: scalars, and empty lists and maps. */
function flow(value: Plain): string {
  return typeof value === 'string' ? scalar(value) : JSON.stringify(value);
}

/** Words that some YAML version does not read as strings. */
const NO_STRING = /^(y|n|yes|no|on|off|true|false|null|inf|nan)$/i;

function scalar(text: string): string {
  if (/^[A-Za-z_][\w-]*$/.test(text) && !NO_STRING.test(text)) {
    return text;
  }
  // In single quotes only the quote itself is special. Unprintable characters need the escapes of double quotes.
  return /^[\x20-\x7e\u00a0-\u2027\u202a-\ud7ff]*$/.test(text) ? `'${text.replaceAll("'", "''")}'` : JSON.stringify(text);
}
