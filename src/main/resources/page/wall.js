// The wall: every ticker as a tile, sorted and filtered as the reader wants, changed in place as scores come in.

import { live } from './live.js';
import { DAY, ago, arrow, element, mood, signed, spoken, strength, whole } from './format.js';
import { sparkline } from './sparkline.js';
import { articleItem } from './feed.js';

const ORDERS = {
  strongest: ['Strongest', (a, b) => Math.abs(b.decayed_score) - Math.abs(a.decayed_score)],
  best: ['Best first', (a, b) => b.decayed_score - a.decayed_score],
  worst: ['Worst first', (a, b) => a.decayed_score - b.decayed_score],
  change: ['Greatest change', (a, b) => Math.abs(b.change ?? 0) - Math.abs(a.change ?? 0)],
  busiest: ['Most articles', (a, b) => b.count - a.count],
  newest: ['Newest', (a, b) => (b.last_updated ?? '').localeCompare(a.last_updated ?? '')],
  name: ['A to Z', () => 0],
};
const REORDER = 3_000;
const BESIDE = 12;

function fill(tile, standing) {
  const now = standing.decayed_score ?? standing.score;
  const old = Date.now() - new Date(standing.last_updated).getTime() > DAY;
  tile.className = `tile ${mood(now)} s${Math.abs(strength(now))}${old ? ' old' : ''}`;
  tile.setAttribute('href', `#/ticker/${encodeURIComponent(standing.ticker)}`);
  tile.setAttribute('aria-label', `${standing.ticker}, ${spoken(now)}`
    + (standing.change == null ? '' : `, ${spoken(standing.change)} in the last hour`)
    + `, ${standing.count} articles, updated ${ago(standing.last_updated)}`);
  tile.replaceChildren(
    element('span', { class: 'name' }, standing.ticker),
    element('span', { class: 'value' }, signed(now)),
    element('span', { class: 'change' }, standing.change == null ? '' : `${arrow(standing.change)} ${signed(standing.change)}`),
    sparkline(standing.hours),
    element('span', { class: 'title' }, standing.article_title ?? ''),
    element('span', { class: 'small' }, `${whole(standing.count)} art. · ${ago(standing.last_updated)}`));
}

export function wall(view, signal) {
  const order = element('select', { id: 'order', onchange: () => { localStorage.setItem('order', order.value); arrange(); } },
    Object.entries(ORDERS).map(([key, [name]]) => element('option', { value: key }, name)));
  order.value = localStorage.getItem('order') in ORDERS ? localStorage.getItem('order') : 'strongest';
  const filter = element('input', { id: 'filter', type: 'search', placeholder: 'AAPL', autocomplete: 'off', oninput: () => arrange() });
  const count = element('span', { class: 'small', role: 'status' });
  const list = element('ul', { class: 'wall' });
  const empty = element('p', { class: 'empty' }, 'No article has counted yet. The first scores appear here by themselves.');
  const latest = element('ol', { class: 'articles' });
  const aside = element('section', { class: 'beside', 'aria-labelledby': 'beside-title' },
    element('h2', { id: 'beside-title' }, 'Latest'), latest);
  view.replaceChildren(element('div', { class: 'with-beside' },
    element('section', { 'aria-labelledby': 'wall-title' },
      element('div', { class: 'tools' },
        element('h2', { id: 'wall-title' }, 'Tickers'),
        element('label', { for: 'order' }, 'Order'), order,
        element('label', { for: 'filter' }, 'Only'), filter, count),
      list, empty,
      element('p', { class: 'legend small' },
        element('span', { class: 'swatch good s2' }), 'good ', element('span', { class: 'swatch even' }), 'even ',
        element('span', { class: 'swatch bad s2' }), 'bad. The large figure is the score now (older articles fade), the small one its change in the last hour against the day; the line is the last 24 hours.')),
    aside));

  const tiles = new Map();
  function tileOf(standing) {
    let item = tiles.get(standing.ticker);
    if (!item) {
      item = element('li', {}, element('a', {}));
      tiles.set(standing.ticker, item);
      fill(item.firstChild, standing);
    }
    return item;
  }
  function arrange() {
    const wanted = filter.value.trim().toUpperCase();
    const shown = [...live.tickers.values()]
      .filter((standing) => standing.ticker.includes(wanted))
      .sort((a, b) => a.ticker.localeCompare(b.ticker))
      .sort(ORDERS[order.value][1]);
    const items = shown.map(tileOf);
    // Whoever has come to a tile with the keyboard stays there.
    const focused = list.contains(document.activeElement) ? document.activeElement : null;
    if (items.length !== list.children.length || items.some((item, i) => list.children[i] !== item)) list.replaceChildren(...items);
    focused?.focus({ preventScroll: true });
    empty.hidden = live.tickers.size > 0;
    const text = wanted ? `${shown.length} of ${live.tickers.size}` : `${shown.length}`;
    if (count.textContent !== text) count.textContent = text;
  }
  function all() {
    for (const standing of live.tickers.values()) fill(tileOf(standing).firstChild, standing);
    arrange();
  }
  function latestArticles() {
    const articles = [...live.lanes.high, ...live.lanes.standard]
      .sort((a, b) => b.processing_timestamp_utc.localeCompare(a.processing_timestamp_utc)).slice(0, BESIDE);
    latest.replaceChildren(...articles.map(articleItem));
  }
  live.addEventListener('score', ({ detail }) => {
    if (!detail) { all(); return; }
    const known = tiles.has(detail.ticker);
    const tile = tileOf(detail).firstChild;
    fill(tile, detail);
    tile.classList.add('fresh');
    if (!known) arrange();
  }, { signal });
  let due = false;
  live.addEventListener('article', () => {
    if (due) return;
    due = true;
    setTimeout(() => { due = false; if (!signal.aborted) latestArticles(); }, 250);
  }, { signal });
  const timer = setInterval(() => { if (!document.hidden && !list.matches(':hover')) arrange(); }, REORDER);
  const ages = setInterval(all, 60_000);
  signal.addEventListener('abort', () => { clearInterval(timer); clearInterval(ages); });
  all();
  latestArticles();
}
