/** The data source as Grafana's front end sees it; the work is the backend's. */
import {
  type AbstractQuery,
  CoreApp,
  getTimeZone,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceInstanceSettings,
  type MetricFindValue,
  type ScopedVars,
  type TestDataSourceResponse,
} from '@grafana/data';
import { config, DataSourceWithBackend, getGrafanaLiveSrv, getTemplateSrv, HealthCheckError, type HealthCheckResult } from '@grafana/runtime';
import type { DataQuery } from '@grafana/schema';
import { map, type Observable } from 'rxjs';

import type { InfluxLanguage } from '../contract/types';
import { annotationSupport } from './annotations/support';
import { toAbstract } from './abstract';
import { newQuery } from './defaults';
import { readDetectors, type DetectorInfo } from './ensemble/detectors';
import { inSeverityPanel } from './explore';
import { testResult } from './health';
import { goOn, inLiveMode, isLive } from './live/stream';
import { parseLookup, type Lookup } from './metricFind';
import { importQuery, migrateQuery } from './migrations';
import { readPresets, type PresetInfo } from './preset/presets';
import { readStored } from './stored/read';
import { ianaZone } from './timezone';
import { kindOf, type SeismoJsonData, type SeismoQuery, type SourceKind } from './types';
import { asksForSomething, type Settings } from './validation';
import { fill, fillQuery } from './variables';

/** Where an alert rule is edited: Grafana has a preview of its own there. */
export const ALERTING: ReadonlySet<string> = new Set<string>([CoreApp.UnifiedAlerting, CoreApp.CloudAlerting]);

export class SeismoDataSource extends DataSourceWithBackend<SeismoQuery, SeismoJsonData> {
  readonly kind: SourceKind;
  readonly settings: Settings;
  readonly language: InfluxLanguage;

  constructor(instance: DataSourceInstanceSettings<SeismoJsonData>) {
    super(instance);
    this.kind = kindOf(instance.jsonData);
    this.settings = {
      kind: this.kind,
      timeInterval: instance.jsonData.timeInterval || undefined,
      calendars: (instance.jsonData.calendars ?? []).map(({ name }) => name.trim()),
    };
    this.language = instance.jsonData.version === 'Flux' ? 'flux' : 'influxql';
    this.annotations = annotationSupport(this);
  }

  override getDefaultQuery(app: CoreApp): Partial<SeismoQuery> {
    // An alert rule needs one number for each series. Its editor puts these defaults under a stored query, field by field:
    // any more, and a query that was saved without a detection would be given another one.
    return ALERTING.has(app) ? { output: 'score' } : newQuery(this.kind, ianaZone(getTimeZone()), this.language);
  }

  override getQueryDisplayText(stored: SeismoQuery): string {
    const { source } = readStored(stored).query;
    switch (source?.kind) {
      case 'prometheus':
        return source.expr;
      case 'influxdb':
        return source.query;
      case 'sample':
        return [source.metric, source.service].filter(Boolean).join(' ');
      default:
        return '';
    }
  }

  override query(request: DataQueryRequest<SeismoQuery>): Observable<DataQueryResponse> {
    const answers = this.answers(inLiveMode(request));
    return request.app === CoreApp.Explore ? answers.pipe(map(inSeverityPanel)) : answers;
  }

  /** One answer; where the request is live, the rows that come after it as well. */
  private answers(request: DataQueryRequest<SeismoQuery>): Observable<DataQueryResponse> {
    const live = isLive(request) && !config.publicDashboardAccessToken ? getGrafanaLiveSrv() : undefined;
    if (!live) {
      return super.query(request);
    }
    return goOn(request, {
      uid: this.uid,
      live,
      ask: (asked) => super.query(asked),
      sent: (query) => this.applyTemplateVariables(query, request.scopedVars),
    });
  }

  override filterQuery(query: SeismoQuery): boolean {
    return !query.hide && asksForSomething(query);
  }

  override applyTemplateVariables(query: SeismoQuery, scopedVars: ScopedVars): SeismoQuery {
    const migrated = migrateQuery(query);
    const read = readStored(migrated.query);
    // A query of a newer version, or one that cannot be read, goes out untouched: the backend's refusal says why.
    return migrated.state === 'newer' || read.problems.length > 0 ? query : fillQuery(read.query, getTemplateSrv(), scopedVars);
  }

  override async metricFindQuery(
    query: string | { query?: string },
    options?: { scopedVars?: ScopedVars }
  ): Promise<MetricFindValue[]> {
    const text = typeof query === 'string' ? query : (query.query ?? '');
    if (!text.trim()) {
      return [];
    }
    const lookup = parseLookup(fill(text, getTemplateSrv(), options?.scopedVars ?? {}));
    return (await this.lookUp(lookup)).map((name) => ({ text: name, value: name }));
  }

  override async testDatasource(): Promise<TestDataSourceResponse> {
    // Nothing comes back where Grafana itself cannot be asked.
    const result = testResult((await this.callHealthCheck()) as HealthCheckResult | undefined);
    if (result.status === 'error') {
      return Promise.reject({ ...result, error: new HealthCheckError(result.message, result.details) });
    }
    return result;
  }

  override async importQueries(queries: DataQuery[]): Promise<SeismoQuery[]> {
    return queries.map((query) => importQuery(query, this.kind, ianaZone(getTimeZone())));
  }

  /** Explore asks for this where a person goes on with another data source. */
  async exportToAbstractQueries(queries: SeismoQuery[]): Promise<AbstractQuery[]> {
    return queries.map(toAbstract);
  }

  /** Names of metrics, labels or label values, as the backend's resources list them. */
  async lookUp({ path, params, pattern }: Lookup): Promise<string[]> {
    const found = await this.getResource<unknown>(path, params, { showErrorAlert: false });
    const names = Array.isArray(found) ? found.map(String) : [];
    return pattern ? names.filter((name) => pattern.test(name)) : names;
  }

  /** The detectors that the backend knows. */
  async detectors(): Promise<DetectorInfo[]> {
    return readDetectors(await this.getResource<unknown>('detectors', {}, { showErrorAlert: false }));
  }

  /** The presets that the backend knows. */
  async presets(): Promise<PresetInfo[]> {
    return readPresets(await this.getResource<unknown>('presets', {}, { showErrorAlert: false }));
  }
}
