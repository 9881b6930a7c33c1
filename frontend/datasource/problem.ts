/** A problem of a field in a query. */
export interface Problem {
  /** The path in the query, such as `detection.threshold`. */
  field: string;
  message: string;
}
