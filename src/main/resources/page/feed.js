// The live feed, a column for each lane.

import { live } from './live.js';
import { clock, element, mood, outside, signed, tickerLink } from './format.js';

export function articleItem(article) {
  const tickers = (article.tickers ?? []).slice(0, 6).map((ticker) =>
    tickerLink(ticker, article.ticker_scores?.[ticker]?.sentiment ?? article.sentiment));
  return element('li', { class: `article ${mood(article.sentiment)}` },
    element('span', { class: 'when small' }, clock(article.processing_timestamp_utc ?? article.timestamp)),
    element('span', { class: 'value' }, signed(article.sentiment)),
    element('span', { class: 'headline' }, outside(article.source_url, article.article_title || 'Without a title')),
    element('span', { class: 'chips' }, tickers),
    element('span', { class: 'small' },
      [article.source, article.type, article.model, article.priority === 'high' ? 'high priority' : null].filter(Boolean).join(' · ')));
}

export function feed(view, signal) {
  let paused = false;
  const pause = element('button', { type: 'button', 'aria-pressed': 'false', onclick: () => {
    paused = !paused;
    pause.setAttribute('aria-pressed', String(paused));
    pause.textContent = paused ? 'Go on' : 'Pause';
    if (!paused) show();
  } }, 'Pause');
  const left = element('span', { class: 'small' });
  const lanes = ['high', 'standard'].map((lane) => ({ lane, list: element('ol', { class: 'articles' }) }));
  view.replaceChildren(
    element('div', { class: 'tools' }, element('h2', {}, 'Live feed'), pause, left),
    element('div', { class: 'lanes' }, lanes.map(({ lane, list }) =>
      element('section', { 'aria-labelledby': `lane-${lane}` },
        element('h3', { id: `lane-${lane}` }, lane === 'high' ? 'High priority' : 'Standard'), list))));
  function show() {
    for (const { lane, list } of lanes) {
      const articles = live.lanes[lane];
      list.replaceChildren(...(articles.length ? articles.map(articleItem) : [element('li', { class: 'empty' }, 'Nothing yet.')]));
    }
    left.textContent = live.skipped ? `${live.skipped.toLocaleString()} articles came too fast to be shown here; all have counted` : '';
  }
  let due = false;
  live.addEventListener('article', () => {
    if (due || paused) return;
    due = true;
    setTimeout(() => { due = false; if (!signal.aborted && !paused) show(); }, 200);
  }, { signal });
  show();
}
