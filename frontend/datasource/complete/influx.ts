/** Completion of InfluxQL and Flux: measurements, tag keys, tag values. */
import type { InfluxLanguage } from '../types';
import { completionOf, labelNames, labelValues, metricNames, type Completer } from './completion';

const completeInfluxql: Completer = (before) => {
  const measurement = /\bfrom\s+"?([\w.:-]*)$/i.exec(before);
  if (measurement) {
    return completionOf(before, measurement[1] ?? '', metricNames(measurement[1] ?? ''));
  }
  const metric = /\bfrom\s+"?([\w.:-]+)"?/i.exec(before)?.[1];
  const value = /"?([\w.-]+)"?\s*(?:=~\s*\/\^?|!~\s*\/\^?|(?:!=|<>|=)\s*')([^'/]*)$/.exec(before);
  if (value?.[1]) {
    return completionOf(before, value[2] ?? '', labelValues(value[1], metric));
  }
  const key = metric ? /\b(?:where|and|or|group\s+by)\s+\(?(?:[^'"]*,\s*)?"?([\w.-]*)$/i.exec(before) : null;
  return key ? completionOf(before, key[1] ?? '', labelNames(metric)) : null;
};

const completeFlux: Completer = (before) => {
  const metric = /\b_measurement"?\]?\s*==\s*"([^"]+)"/.exec(before)?.[1];
  const value = /\br(?:\.(\w+)|\["([^"]+)"\])\s*==\s*"([^"]*)$/.exec(before);
  const key = value?.[1] ?? value?.[2];
  if (value && key) {
    const written = value[3] ?? '';
    return completionOf(before, written, key === '_measurement' ? metricNames(written) : labelValues(key, metric));
  }
  const tag = /\br(?:\.(\w*)|\["([^"]*))$/.exec(before);
  return tag ? completionOf(before, tag[1] ?? tag[2] ?? '', labelNames(metric)) : null;
};

export const influxCompleters: Record<InfluxLanguage, Completer> = { influxql: completeInfluxql, flux: completeFlux };
