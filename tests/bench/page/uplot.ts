/** uPlot, which remembers its charts, so that the bench can ask them where a point stands. It draws as ever. */
import Original from 'uplot/dist/uPlot.esm.js';

const charts = new WeakMap<Element, Original>();

class Remembered extends Original {
  constructor(...given: ConstructorParameters<typeof Original>) {
    super(...given);
    charts.set(this.root, this);
  }
}

/** The charts under an element, from top to bottom. */
export function chartsIn(element: Element | null): Original[] {
  return [...(element?.querySelectorAll('.uplot') ?? [])].flatMap((root) => charts.get(root) ?? []);
}

export default Remembered;
