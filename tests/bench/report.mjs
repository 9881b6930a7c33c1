// What was measured, in words and numbers.

/** The ratio that the panel is to stay within. */
const MOST = 1.5;

/** Prints one size; how many faults it found. */
export function report(points, { cold, pan, marks, canvases }) {
  console.log(`\n${points.toLocaleString('en-US')} points over 20 series`);
  console.log(`  panel ${canvases.panel}; uPlot ${canvases.uplot}`);
  line('first draw', cold);
  line('pan', pan);
  return checked('first draw', marks.cold) + checked('pan', marks.pan);
}

/** Prints the swim lanes; a list that cannot be scrolled is a fault. */
export function reportLanes({ series, rows, first, scroll }) {
  const [drawn, steps] = [first, scroll].map((laps) => laps.map(({ drawnMs }) => drawnMs));
  console.log(`\n${series.toLocaleString('en-US')} swim lanes of ${rows} rows, the panel 800 pixels high`);
  if (steps.length === 0) {
    console.log('  FAULT nothing scrolls');
    return 1;
  }
  console.log(`  first draw ${ms(quantile(drawn, 0.5))}, a scroll of a screen ${ms(quantile(steps, 0.5))}, at the 95th percentile ${ms(quantile(steps, 0.95))}`);
  return 0;
}

function line(what, { panel, uplot }) {
  const [ours, theirs] = [panel, uplot].map((laps) => laps.map(({ drawnMs }) => drawnMs));
  const [ourFrames, theirFrames] = [panel, uplot].map((laps) => laps.map(({ frameMs }) => frameMs));
  const ratio = quantile(ours, 0.5) / quantile(theirs, 0.5);
  console.log(
    `  ${what.padEnd(10)}  panel ${ms(quantile(ours, 0.5))}  uPlot ${ms(quantile(theirs, 0.5))}  ratio ${ratio.toFixed(2)} ` +
      `${ratio <= MOST ? 'ok' : `over ${MOST}`}  frame p95: panel ${ms(quantile(ourFrames, 0.95))}, uPlot ${ms(quantile(theirFrames, 0.95))}`
  );
}

function checked(what, { anomalies, covered, wrong }) {
  const faults = anomalies === 0 && wrong.length === 0 ? ['there was no anomaly to look for'] : wrong;
  const seen = `${anomalies - covered} points seen, ${covered} under graver ones`;
  console.log(`  marks after ${what}: ${anomalies} anomalous rows, ${seen}, ${faults.length} missing`);
  for (const fault of faults.slice(0, 10)) {
    console.log(`    MISSING ${fault}`);
  }
  return faults.length;
}

function ms(value) {
  return `${value.toFixed(1).padStart(6)} ms`;
}

/** The value below which this share of the sample lies; the middle of both neighbours for the median of an even count. */
function quantile(sample, share) {
  const sorted = [...sample].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (high - low) * (at - Math.floor(at));
}
