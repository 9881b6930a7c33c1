/** The data source for Grafana's front end; the backend does the work. */
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

/** The apps that edit alert rules: Grafana has its own preview there. */
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
    // An alert rule needs one number per series. Its editor merges these defaults into a stored query, field by field.
    // More defaults would add a detection to a query that was saved without one.
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

  /** One answer; for a live request also the rows that follow it. */
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
    // A query of a newer version, or one that cannot be read, is sent unchanged: the backend's refusal says why.
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
    // There is no result if Grafana itself cannot be reached.
    const result = testResult((await this.callHealthCheck()) as HealthCheckResult | undefined);
    if (result.status === 'error') {
      return Promise.reject({ ...result, error: new HealthCheckError(result.message, result.details) });
    }
    return result;
  }

  override async importQueries(queries: DataQuery[]): Promise<SeismoQuery[]> {
    return queries.map((query) => importQuery(query, this.kind, ianaZone(getTimeZone())));
  }

  /** Explore calls this when a user switches to another data source. */
  async exportToAbstractQueries(queries: SeismoQuery[]): Promise<AbstractQuery[]> {
    return queries.map(toAbstract);
  }

  /** Names of metrics, labels or label values, from the backend's resources. */
  async lookUp({ path, params, pattern }: Lookup): Promise<string[]> {
    const found = await this.getResource<unknown>(path, params, { showErrorAlert: false });
    const names = Array.isArray(found) ? found.map(String) : [];
    return pattern ? names.filter((name) => pattern.test(name)) : names;
  }

  /** The backend's detectors. */
  async detectors(): Promise<DetectorInfo[]> {
    return readDetectors(await this.getResource<unknown>('detectors', {}, { showErrorAlert: false }));
  }

  /** The backend's presets. */
  async presets(): Promise<PresetInfo[]> {
    return readPresets(await this.getResource<unknown>('presets', {}, { showErrorAlert: false }));
  }
}
