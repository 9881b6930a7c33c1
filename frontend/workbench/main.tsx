import './boot';

import React from 'react';
import { createRoot } from 'react-dom/client';

import { languageOf } from './language';
import { installServices } from './services';
import { loadTexts } from './texts';
import { readLanguage } from './urlState';
import { Workbench } from './Workbench';

installServices();
await loadTexts(languageOf(readLanguage(window.location.search), navigator.languages));
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(<Workbench />);
}
