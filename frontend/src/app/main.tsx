import './tokens.css';
import './base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startPreferences } from '#shared/i18n/preferences.ts';
import { session } from '#shared/session/session.ts';
import { App } from './App.tsx';

startPreferences();
void session.start();

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
