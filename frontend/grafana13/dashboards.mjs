// Checks the dashboards of provisioning/ against the types of a Grafana: node frontend/grafana13/dashboards.mjs
// [FOLDER], where FOLDER has the packages. It reports fields that the types lack, and values that they do not allow.
// @grafana/schema has types for dashboards but no code that checks them, so TypeScript does.
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import ts from 'typescript';

const folder = resolve(process.argv[2] ?? '.');
const dashboards = 'provisioning/dashboards';

/** Panels by the name of their types in @grafana/schema; ours has types of its own. */
const PANELS = {
  bargauge: 'BarGauge',
  heatmap: 'Heatmap',
  piechart: 'PieChart',
  stat: 'Stat',
  'state-timeline': 'StateTimeline',
  table: 'Table',
  text: 'Text',
  timeseries: 'TimeSeries',
};
const OUR_PANEL = 'seismo-severity-panel';
/** Panels whose fields have their own settings; those of a table are not in its types. */
const WITH_FIELDS = new Set(['heatmap', 'piechart', 'state-timeline', 'timeseries']);

const { version } = JSON.parse(readFileSync(resolve(folder, 'node_modules/@grafana/schema/package.json'), 'utf8'));
/** From 13 on Grafana stores dashboards as v2 of dashboard.grafana.app. */
const stores = Number.parseInt(version, 10) >= 13;

/**
 * The types that each part is compared with. `Plain` is the JSON form of a type: words for its enums; any part may be
 * omitted.
 */
const HEAD = [
  `import type * as classic from '@grafana/schema';`,
  ...(stores ? [`import type * as v2 from '@grafana/schema/apis/dashboard.grafana.app/v2';`] : []),
  ...Object.values(PANELS).map((name) => {
    // By path, because the two versions export it under different names.
    const types = `node_modules/@grafana/schema/dist/esm/raw/composable/${name.toLowerCase()}/panelcfg/x/${name}PanelCfg_types.gen`;
    return `import type * as ${name} from './${types}';`;
  }),
  `import type { SeverityOptions } from ${JSON.stringify(resolve('frontend/panel/options'))};`,
  'type Plain<T> = 0 extends 1 & T ? T : T extends string ? `${T}` : T extends object ? { [K in keyof T]?: Plain<T[K]> } : T;',
  'type Only<K extends PropertyKey> = Partial<Record<K, true>>;',
];

/** The JSON as it is provisioned: the classic schema, which every Grafana reads. */
function partsOf({ panels, links, templating, annotations, ...rest }) {
  return [
    part('dashboard', 'Plain<classic.Dashboard>', rest),
    ...links.map((link) => part(`link ${link.title}`, 'Plain<classic.DashboardLink>', link)),
    // Grafana writes `definition`, but its types lack it.
    ...templating.list.map((variable) =>
      part(`variable ${variable.name}`, 'Plain<classic.VariableModel & { definition: string }>', variable)
    ),
    // The query and the severities beside it belong to the data source.
    ...annotations.list.map(({ target: _target, severities: _severities, ...known }) =>
      part(`annotation ${known.name}`, 'Plain<classic.AnnotationQuery>', known)
    ),
    ...withThoseInRows(panels).flatMap(panelParts),
  ];
}

function panelParts(panel) {
  const place = `panel ${panel.title}`;
  if (panel.type === 'row') {
    // Grafana neither shows nor keeps the description of a row.
    const { description: _description, panels: _panels, ...known } = panel;
    return [part(place, 'Plain<classic.RowPanel>', known)];
  }
  const name = PANELS[panel.type];
  const options = panel.type === OUR_PANEL ? 'SeverityOptions' : name ? `${name}.Options` : 'never';
  const { custom } = panel.fieldConfig?.defaults ?? {};
  const fields = WITH_FIELDS.has(panel.type) ? `${name}.FieldConfig` : panel.type === 'table' ? 'classic.TableFieldOptions' : 'never';
  return [
    part(place, 'Plain<classic.Panel>', panel),
    part(`options of ${place}`, `Plain<${options}>`, panel.options),
    ...(custom ? [part(`fields of ${place}`, `Plain<${fields}>`, custom)] : []),
  ];
}

/** The form in which Grafana 13 stores it: parts that move unchanged, and the names of the others' fields. */
function storedPartsOf({ panels, links, templating, annotations }) {
  return [
    ...links.map((link) => part(`stored link ${link.title}`, 'Plain<v2.DashboardLink>', link)),
    ...templating.list.map((variable) => {
      const spec = `v2.${variable.type.charAt(0).toUpperCase()}${variable.type.slice(1)}VariableSpec`;
      return part(`stored variable ${variable.name}`, `Only<'type' | 'datasource' | 'query' | keyof ${spec}>`, namesOf(variable));
    }),
    // Any other name moves to `legacyOptions` and back: the data source's `severities`.
    ...annotations.list.map(({ severities: _severities, ...known }) =>
      part(`stored annotation ${known.name}`, `Only<'datasource' | 'target' | keyof v2.AnnotationQuerySpec>`, namesOf(known))
    ),
    ...withThoseInRows(panels)
      .filter(({ type }) => type !== 'row')
      .flatMap(storedPanelParts),
  ];
}

function storedPanelParts({ fieldConfig, transformations = [], ...panel }) {
  const place = `stored panel ${panel.title}`;
  const moved = `'type' | 'gridPos' | 'datasource' | 'targets' | 'options' | keyof v2.QueryOptionsSpec`;
  return [
    part(place, `Only<${moved} | keyof v2.PanelSpec>`, namesOf(panel)),
    ...(fieldConfig ? [part(`fields of ${place}`, 'Plain<v2.FieldConfigSource>', fieldConfig)] : []),
    ...transformations.map((one) => part(`transformation of ${place}`, `Only<'id' | keyof v2.TransformationSpec>`, namesOf(one))),
  ];
}

function part(place, type, value) {
  return { place, type, value };
}

function withThoseInRows(panels) {
  return panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]);
}

function namesOf(value) {
  return Object.fromEntries(Object.keys(value).map((name) => [name, true]));
}

/** TypeScript's errors for texts placed beside the packages: a line and a message each. */
function compile(texts) {
  const options = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  };
  const files = new Map(texts.map((text, index) => [resolve(folder, `dashboard${index}.ts`), text]));
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (file) => files.has(file) || fileExists(file);
  host.getSourceFile = (file, ...rest) =>
    files.has(file) ? ts.createSourceFile(file, files.get(file), options.target) : getSourceFile(file, ...rest);
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files.keys()].map((name) => {
    const file = program.getSourceFile(name);
    return program.getSemanticDiagnostics(file).map(({ start, messageText }) => ({
      line: file.getLineAndCharacterOfPosition(start).line,
      message: ts.flattenDiagnosticMessageText(messageText, ' '),
    }));
  });
}

const names = readdirSync(dashboards).filter((name) => name.endsWith('.json'));
const parts = names.map((name) => {
  const json = JSON.parse(readFileSync(resolve(dashboards, name), 'utf8'));
  return [...partsOf(json), ...(stores ? storedPartsOf(json) : [])];
});
const texts = parts.map((list) => {
  const lines = list.map(({ type, value }, index) => `export const part${index}: ${type} = ${JSON.stringify(value)};`);
  return [...HEAD, ...lines].join('\n');
});
const complaints = compile(texts).flatMap((found, index) =>
  found.map(({ line, message }) => `${names[index]}: ${parts[index][line - HEAD.length]?.place ?? 'types'}: ${message}`)
);
if (complaints.length > 0) {
  console.error(complaints.join('\n'));
  process.exitCode = 1;
} else {
  console.log(`${names.length} dashboards, ${parts.flat().length} parts, fit the types of Grafana ${version}.`);
}
