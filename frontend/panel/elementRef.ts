/** What `useRef` holds an element with: `RefObject<T>` to React 18 and `RefObject<T | null>` to React 19, which neither takes for the other. */
export interface ElementRef<T extends HTMLElement> {
  readonly current: T | null;
}
