/** The dashboard's variables as a rule would have to know them. */
import { getTemplateSrv } from '@grafana/runtime';

export interface VariableValue {
  name: string;
  /** Several values are separated by commas. */
  value: string;
}

export function variableValues(): VariableValue[] {
  const service = getTemplateSrv();
  return service.getVariables().map(({ name }) => ({ name, value: service.replace(`\${${name}:csv}`) }));
}
