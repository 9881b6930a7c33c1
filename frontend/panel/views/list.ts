/** The views of the panel, one line each. A new view is a folder beside this file, and a line in it. */
export { cards } from './cards/view';
export { events } from './events/view';
export { lanes } from './lanes/view';
export { timeline } from './timeline/view';
