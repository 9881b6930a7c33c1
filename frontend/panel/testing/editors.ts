/** Grafana brings the editors of options and fields; in tests only their ids matter. */
import { standardEditorsRegistry } from '@grafana/data';

const EDITORS = ['boolean', 'multi-select', 'number', 'radio', 'select', 'slider', 'text'];

standardEditorsRegistry.setInit(() => EDITORS.map((id) => ({ id, name: id, editor: () => null })));
