/**
 * The type of an element ref: `RefObject<T>` in React 18 and `RefObject<T | null>` in React 19, which are not
 * assignable to each other.
 */
export interface ElementRef<T extends HTMLElement> {
  readonly current: T | null;
}
