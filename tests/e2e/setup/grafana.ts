/** What the tests ask of a Grafana beside its pages. Whoever comes without a login may edit there. */

/** The Grafana that is asked too; undefined where none is given. */
export const grafanaUrl = process.env.GRAFANA_URL?.replace(/\/$/, '');

/** There: the sample fleet in which much goes wrong, as on the workbench page. */
export const BUSY_SOURCE = { type: 'seismo-anomaly-datasource', uid: 'seismo-test-busy' };

/** What Grafana says of a rule that it evaluates. */
export interface EvaluatedRule {
  name: string;
  health: string;
  lastError?: string;
  /** `inactive`, `pending`, `firing` and so on. */
  state: string;
  alerts?: Array<{ labels: Record<string, string>; annotations: Record<string, string>; state: string; value: string }>;
}

export class Grafana {
  constructor(readonly root: string) {}

  /** The answer of an address under `/api`, or an error that holds what Grafana said. */
  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.root}/api/${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', 'X-Disable-Provenance': 'true' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${method} ${path}: ${response.status} ${text}`);
    }
    return (text ? JSON.parse(text) : undefined) as T;
  }

  /** Makes a folder for rules; `remove` takes it away with everything in it. */
  async folder(title: string): Promise<{ uid: string; remove: () => Promise<void> }> {
    const { uid } = await this.call<{ uid: string }>('POST', 'folders', { title });
    return { uid, remove: () => this.call('DELETE', `folders/${uid}?forceDeleteRules=true`) };
  }

  /** Takes away folders of that title which an earlier run left behind. */
  async forgetFolders(title: string): Promise<void> {
    const folders = await this.call<Array<{ uid: string; title: string }>>('GET', 'folders?limit=1000');
    for (const { uid } of folders.filter((folder) => folder.title === title)) {
      await this.call('DELETE', `folders/${uid}?forceDeleteRules=true`);
    }
  }

  /** Takes away contact points of that name which an earlier run left behind. */
  async forgetContactPoints(name: string): Promise<void> {
    const points = await this.call<Array<{ uid: string; name: string }>>('GET', 'v1/provisioning/contact-points');
    for (const { uid } of points.filter((point) => point.name === name)) {
      await this.call('DELETE', `v1/provisioning/contact-points/${uid}`);
    }
  }

  /** Makes a data source of ours, named as its uid, on a Prometheus with a row each `timeInterval`. */
  async prometheusSource(uid: string, url: string, timeInterval: string): Promise<void> {
    await this.addSource(uid, url, { kind: 'prometheus', timeInterval });
  }

  /** Makes a data source of ours, named as its uid. */
  async addSource(uid: string, url: string, jsonData: object): Promise<void> {
    await this.call('POST', 'datasources', { uid, name: uid, type: 'seismo-anomaly-datasource', access: 'proxy', url, jsonData });
  }

  /** Takes a data source away, where it is there. */
  async forgetSource(uid: string): Promise<void> {
    await this.call('DELETE', `datasources/uid/${uid}`).catch(() => undefined);
  }

  /** The rules of a folder as the scheduler has them. */
  async evaluated(folderUid: string): Promise<EvaluatedRule[]> {
    const answer = await this.call<{ data: { groups: Array<{ rules: EvaluatedRule[] }> } }>(
      'GET',
      `prometheus/grafana/api/v1/rules?folder_uid=${folderUid}`
    );
    return answer.data.groups.flatMap(({ rules }) => rules);
  }
}
