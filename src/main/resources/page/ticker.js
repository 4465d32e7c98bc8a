// One ticker: its score over time with a mark for each article, how its articles are distributed, and the articles.

import uPlot from './vendor/uPlot.esm.js';
import { get } from './api.js';
import { live } from './live.js';
import { DAY, ago, arrow, drawing, element, mood, moment, outside, signed, whole } from './format.js';

const RANGES = { '24 hours': [DAY, '15m'], '7 days': [7 * DAY, '2h'], '30 days': [30 * DAY, '12h'] };
const ARTICLES = 200;
const BINS = 10;
const LATER = 1_000;


function rgb(name) {
  const probe = document.body.appendChild(element('i', { class: `probe-${name}` }));
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

function chart(place, buckets, articles, from) {
  // One axis of time for both: buckets have a mean, articles a mark.
  const points = [
    ...buckets.map((bucket) => [new Date(bucket.bucket).getTime() / 1000, bucket.sentiment, null]),
    ...articles.map((article) => [new Date(article.timestamp).getTime() / 1000, null, article.sentiment]),
  ].sort((a, b) => a[0] - b[0]);
  // Where there is little yet, it fills the chart all the same.
  const now = Date.now() / 1000;
  const start = points.length ? Math.max(from / 1000, points[0][0] - 0.05 * (now - points[0][0]) - 60) : from / 1000;
  const axis = { stroke: rgb('soft'), grid: { stroke: rgb('line'), width: 1 }, ticks: { stroke: rgb('line') } };
  const options = {
    width: Math.max(280, place.clientWidth), height: 260,
    scales: { x: { range: [start, now] }, y: { range: [-1, 1] } },
    axes: [axis, { ...axis, size: 58, values: (plot, values) => values.map(signed) }],
    series: [{},
      { label: 'Mean', stroke: rgb('good'), width: 2, spanGaps: true, value: (plot, value) => signed(value) },
      { label: 'Article', stroke: rgb('bad'), paths: () => null, points: { show: true, size: 7, width: 2 }, value: (plot, value) => signed(value) }],
  };
  return new uPlot(options, [0, 1, 2].map((i) => points.map((point) => point[i])), place);
}

function distribution(articles) {
  const bins = Array.from({ length: BINS }, () => 0);
  for (const article of articles) bins[Math.min(BINS - 1, Math.floor((article.sentiment + 1) / 2 * BINS))] += 1;
  const most = Math.max(1, ...bins);
  const svg = drawing('svg', { viewBox: '0 0 200 100', class: 'bins', role: 'img',
    'aria-label': `Articles by score from −1 to +1: ${bins.join(', ')}` });
  bins.forEach((number, i) => svg.append(drawing('rect', {
    x: i * 20 + 1, width: 18, y: 92 - 88 * number / most, height: Math.max(number ? 2 : 0, 88 * number / most),
    class: i < BINS / 2 - 1 ? 'bad' : i > BINS / 2 ? 'good' : 'even' })));
  svg.append(drawing('line', { x1: 0, x2: 200, y1: 93, y2: 93, class: 'zero' }));
  return svg;
}

export function ticker(view, signal, name) {
  let range = Object.keys(RANGES)[0];
  let plot = null;
  const figures = element('dl', { class: 'figures' });
  const place = element('div', { class: 'chart', role: 'img', 'aria-label': `Score of ${name} over time` });
  const spread = element('div');
  const list = element('ol', { class: 'articles wide' });
  const said = element('p', { class: 'empty', role: 'status' });
  const choice = element('div', { class: 'choice', role: 'group', 'aria-label': 'Time shown' },
    Object.keys(RANGES).map((key) => element('button', { type: 'button', 'aria-pressed': String(key === range), onclick: (event) => {
      range = key;
      for (const button of choice.children) button.setAttribute('aria-pressed', String(button === event.currentTarget));
      refresh();
    } }, key)));
  view.replaceChildren(
    element('p', {}, element('a', { href: '#/' }, '← All tickers')),
    element('div', { class: 'tools' }, element('h2', {}, name), choice),
    figures,
    element('div', { class: 'with-beside' },
      element('section', { 'aria-labelledby': 'time-title' }, element('h3', { id: 'time-title' }, 'Score over time'), place),
      element('section', { 'aria-labelledby': 'spread-title' }, element('h3', { id: 'spread-title' }, 'Articles by score'), spread)),
    element('section', { 'aria-labelledby': 'articles-title' }, element('h3', { id: 'articles-title' }, 'Articles'), said, list));

  function head(standing) {
    const figure = (term, value, kind) => [element('dt', {}, term), element('dd', { class: kind }, value)];
    figures.replaceChildren(...(standing ? [
      ...figure('Now', signed(standing.decayed_score), mood(standing.decayed_score)),
      ...figure('Last hour', standing.change == null ? '–' : `${arrow(standing.change)} ${signed(standing.change)}`, mood(standing.change)),
      ...figure('Mean of all', signed(standing.score), mood(standing.score)),
      ...figure('Articles', whole(standing.count)),
      ...figure('Today', whole(standing.count_24h)),
      ...figure('Updated', ago(standing.last_updated))] : []));
  }
  function item(article) {
    return element('li', { class: `article ${mood(article.sentiment)}` },
      element('span', { class: 'when small' }, moment(article.timestamp)),
      element('span', { class: 'value' }, signed(article.sentiment)),
      element('span', { class: 'headline' }, outside(article.source_url, article.article_title || 'Without a title')),
      element('span', { class: 'preview' }, article.text_preview ?? ''),
      element('span', { class: 'small' }, [article.source, article.model].filter(Boolean).join(' · ')));
  }
  async function refresh() {
    const [length, interval] = RANGES[range];
    const from = Date.now() - length;
    const since = new Date(from).toISOString();
    try {
      const [buckets, found] = await Promise.all([
        get(`/api/tickers/${encodeURIComponent(name)}/history`, { from: since, interval }),
        get('/api/articles', { ticker: name, from: since, limit: ARTICLES })]);
      if (signal.aborted) return;
      const articles = found.map((article) => {
        const score = article.scores.find((one) => one.ticker === name && one.sentiment != null);
        return { ...article, sentiment: score?.sentiment, model: score?.model };
      }).filter((article) => article.sentiment != null);
      plot?.destroy();
      place.replaceChildren();
      plot = chart(place, buckets, articles, from);
      place.setAttribute('aria-label', `Score of ${name} over the last ${range}: ${articles.length} articles, `
        + `the last mean ${signed(buckets.at(-1)?.sentiment)}`);
      spread.replaceChildren(distribution(articles));
      list.replaceChildren(...articles.map(item));
      said.textContent = articles.length ? '' : `No article in the last ${range}.`;
    } catch (failure) {
      said.textContent = `The history did not come: ${failure.message}`;
    }
  }
  let due = null;
  live.addEventListener('score', ({ detail }) => { if (!detail || detail.ticker === name) head(live.tickers.get(name)); }, { signal });
  live.addEventListener('article', ({ detail }) => {
    if (due || !detail.tickers?.includes(name)) return;
    due = setTimeout(() => { due = null; if (!signal.aborted) refresh(); }, LATER);
  }, { signal });
  const resized = new ResizeObserver(() => plot?.setSize({ width: Math.max(280, place.clientWidth), height: 260 }));
  resized.observe(place);
  signal.addEventListener('abort', () => { clearTimeout(due); resized.disconnect(); plot?.destroy(); });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', refresh, { signal });
  addEventListener('theme', refresh, { signal });
  head(live.tickers.get(name));
  if (!live.tickers.has(name)) get(`/api/tickers/${encodeURIComponent(name)}`).then((standing) => {
    live.tickers.set(name, standing);
    if (!signal.aborted) head(standing);
  }).catch(() => { said.textContent = `No article has counted for ${name}.`; });
  refresh();
}
