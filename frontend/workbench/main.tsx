import './boot';

import React from 'react';
import { createRoot } from 'react-dom/client';

import { installServices } from './services';
import { loadTexts } from './texts';
import { Workbench } from './Workbench';

installServices();
await loadTexts();
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(<Workbench />);
}
