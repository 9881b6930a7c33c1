import { describe, expect, it } from 'vitest';

import { addressProblem } from './address';

describe('an address', () => {
  it.each([
    ['prometheus', ''],
    ['prometheus', 'http://localhost:9090'],
    ['prometheus', 'https://mimir.example.com/prometheus/'],
    ['prometheus', 'http://vm:8481/select/0/prometheus'],
    ['influxdb', 'http://localhost:8086'],
    ['influxdb', 'http://[::1]:8086/'],
    ['sample', 'http://anything/query'],
  ] as const)('of %s "%s" is right', (kind, address) => {
    expect(addressProblem(address, kind)).toBeNull();
  });

  it.each([
    ['prometheus', 'localhost:9090', 'starts with http:// or https://, such as http://localhost:9090'],
    ['prometheus', 'ftp://a', 'starts with http'],
    ['influxdb', 'not an address', 'such as http://localhost:8086'],
    ['prometheus', 'http://a:b@c:9090', 'under Authentication'],
    ['prometheus', 'http://c:9090/?tenant=1', 'follows ? or #'],
    ['prometheus', 'http://c:9090/#x', 'follows ? or #'],
    ['prometheus', 'http://c:9090/api/v1', 'Leave out /api/v1'],
    ['prometheus', 'http://c:9090/prometheus/api/v1/query', 'Leave out /api/v1/query'],
    ['prometheus', 'http://c:9090/graph', 'Leave out /graph'],
    ['influxdb', 'http://c:8086/query', 'Leave out /query'],
    ['influxdb', 'http://c:8086/api/v2/', 'Leave out /api/v2/'],
  ] as const)('of %s "%s" is named as wrong', (kind, address, part) => {
    expect(addressProblem(address, kind)).toContain(part);
  });

  it('that was to come from a variable which is not set says so', () => {
    const problem = 'No address: set SEISMO_PROMETHEUS_URL where Grafana runs, or write the URL';
    expect(addressProblem(' ', 'prometheus', 'SEISMO_PROMETHEUS_URL')).toBe(problem);
    expect(addressProblem('http://localhost:9090', 'prometheus', 'SEISMO_PROMETHEUS_URL')).toBeNull();
  });
});
