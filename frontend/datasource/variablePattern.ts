/** A variable of Grafana's in a text, as Grafana finds it: `$name`, `${name.field:format}`, `[[name:format]]`. */
export const GRAFANA_VARIABLE = /\$\w+|\$\{\w+(?:\.[^:}\n]+)?(?::[^}\n]+)?\}|\[\[\w+(?::\w+)?\]\]/;
