import { pluginBuild } from './vite.plugin';

export default pluginBuild({ folder: 'frontend/panel', pluginJson: 'frontend/panel/plugin.json', out: 'dist/panel' });
