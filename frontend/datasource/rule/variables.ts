/** The dashboard's variables with their values. */
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
