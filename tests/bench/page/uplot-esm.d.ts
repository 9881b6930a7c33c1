declare module 'uplot/dist/uPlot.esm.js' {
  export { default } from 'uplot';
}
