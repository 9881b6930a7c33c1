/** Follows one query on its channel: its frames continue until it is unsubscribed. */
import {
  isLiveChannelMessageEvent,
  isLiveChannelStatusEvent,
  LiveChannelConnectionState,
  type DataFrame,
  type LiveChannelEvent,
  type LiveChannelStatusEvent,
  type QueryResultMetaNotice,
} from '@grafana/data';
import { t } from '@grafana/i18n';
import { Observable, Subscription, type Subscriber } from 'rxjs';

import { isRecord } from '../../shared/json';

import { mergeFrames } from './merge';
import { readMessage, type LiveMessage } from './message';
import { newestOf } from './rows';

/** Number of rows by which an answer may grow before it is queried again, which thins it. */
const MOST_GROWTH = 5_000;

/** The frames of one query's answer, and its range. */
export interface Answer {
  frames: DataFrame[];
  fromMs: number;
  toMs: number;
  /** Whether the range's start moves with the present. */
  moves: boolean;
}

export interface Followed {
  frames: DataFrame[];
  /** Whether rows are arriving. */
  live: boolean;
}

/** The outside functions that following needs. */
export interface World {
  /** Opens the channel of a path. */
  open: (path: string) => Observable<LiveChannelEvent<unknown>>;
  /** Runs the query again, for a range that ends now, and not before `toMs`. */
  ask: (toMs: number) => Observable<Answer>;
}

/** The path in an answer; null if it is not live. */
export function pathOf(frames: DataFrame[]): string | null {
  const seismo: unknown = frames[0]?.meta?.custom?.seismo;
  const live = isRecord(seismo) ? seismo.live : null;
  return isRecord(live) && typeof live.path === 'string' && live.path !== '' ? live.path : null;
}

/** The continued frames after the first answer, which has been shown already, until the unsubscription. */
export function follow(first: Answer, world: World): Observable<Followed> {
  return new Observable((out) => {
    const following = new Following(first, world, out);
    following.listen();
    return () => following.end();
  });
}

class Following {
  private frames!: DataFrame[];
  private notices!: QueryResultMetaNotice[];
  private path!: string | null;
  private rowsAtFirst!: number;
  private newestAtFirst!: number;
  private coveredToMs!: number;
  /** Messages received while the query runs again. */
  private meanwhile: LiveMessage[] = [];
  private asking: Subscription | null = null;
  private channel = new Subscription();
  private connected = false;
  private wasConnected = false;
  private trouble: string | null = null;

  constructor(
    private answer: Answer,
    private readonly world: World,
    private readonly out: Subscriber<Followed>
  ) {
    this.take(answer);
  }

  listen() {
    this.channel.unsubscribe();
    if (this.path !== null) {
      this.channel = this.world.open(this.path).subscribe({
        next: (event) => this.hear(event),
        error: (error: unknown) => this.refuse(error),
      });
    }
  }

  end() {
    this.channel.unsubscribe();
    this.asking?.unsubscribe();
  }

  private take(answer: Answer) {
    const newest = newestOf(answer.frames);
    this.answer = answer;
    this.frames = answer.frames;
    this.notices = answer.frames[0]?.meta?.notices ?? [];
    this.path = pathOf(answer.frames);
    this.rowsAtFirst = mostRows(answer.frames);
    this.newestAtFirst = newest ?? answer.toMs;
    this.coveredToMs = newest ?? Infinity;
  }

  private hear(event: LiveChannelEvent<unknown>) {
    if (isLiveChannelStatusEvent(event)) {
      this.hearStatus(event);
    } else if (isLiveChannelMessageEvent(event)) {
      const message = readMessage(event.message);
      if (message) {
        this.hearMessage(message);
      }
    }
  }

  private hearStatus({ state, error }: LiveChannelStatusEvent) {
    const connected = state === LiveChannelConnectionState.Connected;
    if (connected && !this.connected) {
      this.connected = true;
      this.trouble = null;
      this.show();
      // Messages sent while the channel was closed are lost.
      if (this.wasConnected) {
        this.askAgain();
      }
      this.wasConnected = true;
    } else if (!connected && this.connected) {
      this.connected = false;
      this.trouble = lost();
      this.show();
    } else if (!connected && error) {
      this.refuse(error);
    }
  }

  private refuse(error: unknown) {
    this.connected = false;
    this.trouble = refused(textOf(error));
    this.show();
  }

  private hearMessage(message: LiveMessage) {
    this.connected = this.wasConnected = true;
    this.trouble = message.error === null ? null : noRows(message.error);
    if (message.stale) {
      this.askAgain();
      return;
    }
    const after = message.afterMs ?? message.fromMs;
    const missed = after !== null && after > this.coveredToMs;
    if (this.asking || missed) {
      this.meanwhile.push(message);
    }
    this.merge(message);
    if (missed || mostRows(this.frames) > this.rowsAtFirst + MOST_GROWTH) {
      this.askAgain();
    }
    this.show();
  }

  private merge(message: LiveMessage) {
    if (message.error !== null) {
      return;
    }
    const newest = Math.max(this.newestAtFirst, message.toMs ?? -Infinity);
    const { fromMs, moves } = this.answer;
    this.frames = mergeFrames(this.frames, message, {
      keepFromMs: moves ? fromMs + newest - this.newestAtFirst : fromMs,
      coveredToMs: this.coveredToMs === Infinity ? -Infinity : this.coveredToMs,
    });
    if (message.toMs !== null) {
      this.coveredToMs = this.coveredToMs === Infinity ? message.toMs : Math.max(this.coveredToMs, message.toMs);
    }
  }

  /** Runs the query again, one run at a time; rows received meanwhile are merged into the new answer. */
  private askAgain() {
    if (this.asking) {
      return;
    }
    const toMs = this.coveredToMs === Infinity ? 0 : this.coveredToMs;
    this.asking = new Subscription();
    this.asking.add(
      this.world.ask(toMs).subscribe({
        next: (answer) => this.renew(answer),
        error: (error: unknown) => {
          this.forget();
          this.trouble = noRows(textOf(error));
          this.show();
        },
        complete: () => this.forget(),
      })
    );
  }

  private renew(answer: Answer) {
    const before = this.path;
    this.take(answer);
    this.meanwhile.forEach((message) => this.merge(message));
    this.forget();
    this.trouble = null;
    if (this.path !== before) {
      this.connected = this.wasConnected = false;
      this.listen();
    }
    this.show();
  }

  private forget() {
    this.asking = null;
    this.meanwhile = [];
  }

  private show() {
    this.out.next({ frames: this.told(), live: this.connected });
  }

  /** The frames; the first carries the metadata of the answer as a whole. */
  private told(): DataFrame[] {
    const trouble: QueryResultMetaNotice[] = this.trouble ? [{ severity: 'warning', text: this.trouble }] : [];
    const notices = [...trouble, ...this.notices];
    const [first, ...rest] = this.frames;
    const bearer = first ?? { fields: [], length: 0, refId: this.answer.frames[0]?.refId };
    return [{ ...bearer, meta: { ...bearer.meta, notices } }, ...rest];
  }
}

function mostRows(frames: DataFrame[]): number {
  return Math.max(0, ...frames.map(({ length }) => length));
}

function textOf(error: unknown): string {
  return isRecord(error) && typeof error.message === 'string' ? error.message : String(error);
}

function lost(): string {
  return t('datasource.live.lost', 'The live connection is lost. New rows come when it is back.');
}

function refused(why: string): string {
  return t('datasource.live.refused', 'This is not live: {{why}}', { why, interpolation: { escapeValue: false } });
}

function noRows(why: string): string {
  return t('datasource.live.noRows', 'No new rows: {{why}}', { why, interpolation: { escapeValue: false } });
}
