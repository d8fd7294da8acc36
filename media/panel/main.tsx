import { render } from 'preact';
import type { PanelRequest } from '../../extension/panel/protocol.ts';
import { App } from './app.tsx';
import { StoreContext } from './context.ts';
import './css/base.css';
import './css/controls.css';
import './css/header.css';
import './css/tiles.css';
import './css/timeline.css';
import './css/hours.css';
import './css/rankings.css';
import './css/breakdown.css';
import './css/grid.css';
import './css/events.css';
import './css/details.css';
import './css/receipt.css';
import './css/progress.css';
import './css/highContrast.css';
import { createClient } from './rpc.ts';
import { savedOf } from './saved.ts';
import { createStore } from './store.ts';

declare function acquireVsCodeApi(): {
  postMessage(message: PanelRequest): void;
  getState(): unknown;
  setState(state: unknown): void;
};

const vscode = acquireVsCodeApi();
const connect = createClient(
  {
    post: (message) => vscode.postMessage(message),
    onMessage: (listener) => addEventListener('message', (event) => listener(event.data)),
  },
  () => store.changed(),
);
const store = createStore(connect, {
  read: () => savedOf(vscode.getState()),
  write: (saved) => vscode.setState(saved),
});

const root = document.getElementById('app');
if (!root) throw new Error('the page has no #app');
render(
  <StoreContext.Provider value={store}>
    <App />
  </StoreContext.Provider>,
  root,
);
store.refresh();
