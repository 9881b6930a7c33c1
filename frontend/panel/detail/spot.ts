/** The row whose details are shown. */
export interface Spot {
  /** The id of the series. */
  series: string;
  timeMs: number;
  /** Stays until it is closed; otherwise it follows the keyboard. */
  pinned: boolean;
}

/** Shared by the plots: one spot at a time. */
export interface SpotControl {
  spot: Spot | null;
  setSpot: (spot: Spot | null) => void;
}
