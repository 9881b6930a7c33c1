/** The paths of the workbench's server that Grafana does not have, and the types of the session. */
import type { DataSourceSettings } from '@grafana/data';
import { getBackendSrv } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';

import type { SeismoJsonData, SeismoSecureJsonData } from '../datasource/types';

/** The data source as the server shows it: names of secrets, never their values. */
export interface SessionDataSource {
  uid: string;
  name: string;
  type: string;
  url?: string;
  user?: string;
  database?: string;
  basicAuth?: boolean;
  basicAuthUser?: string;
  jsonData: SeismoJsonData;
  secureJsonFields?: Record<string, boolean>;
}

export interface Session {
  datasource: SessionDataSource;
  /** The time of "now" for relative ranges, in milliseconds; null for the real clock. */
  now: number | null;
  version: string;
}

export interface Health {
  status: 'OK' | 'UNKNOWN' | 'ERROR';
  message: string;
  details?: unknown;
}

export type Settings = DataSourceSettings<SeismoJsonData, SeismoSecureJsonData>;

/** The session of this run of the server. */
export async function loadSession(): Promise<Session> {
  const answer = await lastValueFrom(getBackendSrv().fetch<Session>({ url: '/api/workbench' }));
  return answer.data;
}

/** Saves the settings for the rest of the session, and tests them with the plugin. */
export async function saveAndTest(settings: Settings): Promise<Health> {
  const { uid, name, url, user, database, basicAuth, basicAuthUser, jsonData, secureJsonData, secureJsonFields } = settings;
  const draft = { name, url, user, database, basicAuth, basicAuthUser, jsonData, secureJsonData, secureJsonFields };
  try {
    const request = { url: `/api/datasources/uid/${uid}/health`, method: 'POST', data: draft };
    const answer = await lastValueFrom(getBackendSrv().fetch<Health>(request));
    return answer.data;
  } catch (error) {
    return { status: 'ERROR', message: messageOf(error), details: (error as { data?: Partial<Health> })?.data?.details };
  }
}

/** The text of a failed request, from the server or the plugin. */
export function messageOf(error: unknown): string {
  const { data, statusText, message } = (error ?? {}) as {
    data?: { message?: string; error?: string };
    statusText?: string;
    message?: string;
  };
  return data?.message ?? data?.error ?? message ?? statusText ?? String(error);
}
