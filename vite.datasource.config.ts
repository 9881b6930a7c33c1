import { pluginBuild } from './vite.plugin';

export default pluginBuild({ folder: 'frontend/datasource', pluginJson: 'plugin.json', out: 'dist' });
