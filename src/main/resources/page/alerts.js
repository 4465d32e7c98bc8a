// The latest alerts.

import { live } from './live.js';
import { element, moment, outside, signed } from './format.js';

export function alerts(view, signal) {
  const rows = element('tbody');
  const empty = element('p', { class: 'empty' }, 'No rule has fired yet.');
  const table = element('table', {},
    element('caption', { class: 'hidden' }, 'The latest alerts, the newest first'),
    element('thead', {}, element('tr', {}, ['When', 'Ticker', 'Rule', 'What happened', 'Article'].map((name) => element('th', { scope: 'col' }, name)))),
    rows);
  view.replaceChildren(element('section', { 'aria-labelledby': 'alerts-title', class: 'scrolls', tabindex: 0 },
    element('h2', { id: 'alerts-title' }, 'Alerts'), table, empty));
  function show() {
    rows.replaceChildren(...live.alerts.map((alert) => element('tr', { class: `severity-${alert.severity ?? 'info'}` },
      element('td', {}, moment(alert.fired_at)),
      element('td', {}, alert.ticker
        ? element('a', { href: `#/ticker/${encodeURIComponent(alert.ticker)}` }, alert.ticker) : '–'),
      element('td', {}, alert.rule ?? ''),
      element('td', {}, alert.message ?? signed(alert.value)),
      element('td', {}, alert.article ? outside(alert.article.url, alert.article.title || 'Article') : ''))));
    table.hidden = live.alerts.length === 0;
    empty.hidden = live.alerts.length > 0;
  }
  live.addEventListener('alert', show, { signal });
  show();
}
