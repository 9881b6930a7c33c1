/** What the panel knows of a view. Each view has a folder with one such description, which `list.ts` names. */
import type { ReactNode } from 'react';

import type { PlotSettings } from '../chart/shared';
import type { Need, Room } from '../layout';
import type { SeveritySeries } from '../model';
import type { Filter } from '../useFilter';
import type { Shown } from '../useShown';

export interface ViewDescription<Id extends string> {
  /** As dashboards save it. */
  id: Id;
  /** The display name. */
  label: () => string;
  /** The place among all views, the smallest first: in lists of views, and where a new view joins the existing ones. */
  order: number;
  /** Whether it draws one thing per listed series, and so nothing if all series are hidden. */
  needsSeries: boolean;
  /** Smallest readable height beside other views (CSS pixels). */
  smallest: number;
  /** Largest share of the room beside others, so that the view that takes the rest keeps most. */
  largestShare: number;
  /** The view with the smallest rank takes the room that the others leave. */
  restRank: number;
  /** The height that it would fill beside others (CSS pixels). */
  wanted: (need: Need) => number;
  draw: (props: ViewProps) => ReactNode;
}

/** What every view is given alike. */
export interface ViewProps {
  width: number;
  height: number;
  shown: Shown;
  filter: Filter;
  /** Options, visible severities, time range and zoom: the same for plots and other views. */
  settings: PlotSettings;
  room: Room;
  /** Width of the names beside what is drawn over time. */
  left: number;
  /** Width up to the end of what is drawn over time. */
  plotWidth: number;
  /** The panel in one sentence, for screen readers. */
  spoken: string;
  /** The series that was opened in the timeline. */
  opened: SeveritySeries | null;
  onOpen: (id: string) => void;
  onBack: () => void;
}
