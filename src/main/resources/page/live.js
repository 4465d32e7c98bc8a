// What the page knows, kept up by one stream of server-sent events. Views listen for 'score', 'article', 'alert' and 'state'.

import { get } from './api.js';

const KEEP = 150;
const MOST_TICKERS = 500;
const BEAT = 5_000;
const STALE = 3 * BEAT;
const AGAIN = 2_000;
// More than this in a second nobody can read; the server says how many it left out.
const RATE = 20;

class Live extends EventTarget {
  tickers = new Map();
  lanes = { high: [], standard: [] };
  alerts = [];
  skipped = 0;
  state = 'connecting';
  heard = 0;
  #source = null;
  #last = null;
  #seen = new Set();

  async start() {
    setInterval(() => this.#watch(), 1_000);
    document.addEventListener('visibilitychange', () => { if (!document.hidden) this.#watch(); });
    this.#open();
    await this.load();
  }

  async load() {
    try {
      const standings = await get('/api/tickers', { sort: '-count', limit: MOST_TICKERS });
      this.tickers = new Map(standings.map((standing) => [standing.ticker, standing]));
      this.#tell('score');
    } catch (failure) {
      this.#become('failing', failure.message);
    }
    try {
      this.alerts = (await get('/api/alerts', { limit: KEEP }));
      this.#tell('alert');
    } catch {
      // Without alerts the rest is still worth showing; the stream brings those to come.
    }
  }

  #open() {
    const parameters = new URLSearchParams({ rate: RATE });
    if (this.#last) parameters.set('last-event-id', this.#last);
    else parameters.set('recent', 40);
    this.#source?.close();
    const source = this.#source = new EventSource(`/api/stream?${parameters}`);
    source.addEventListener('beat', () => this.#hear());
    source.addEventListener('article', (event) => this.#article(event));
    source.addEventListener('score', (event) => this.#score(event));
    source.addEventListener('alert', (event) => this.#alert(event));
    source.addEventListener('skipped', (event) => { this.skipped += JSON.parse(event.data).standard; this.#hear(); });
    // Something was missed: what is shown is asked for anew.
    source.addEventListener('gap', () => this.load());
    source.addEventListener('open', () => { if (this.state === 'lost') this.load(); });
    source.addEventListener('error', () => this.#lost());
  }

  #lost() {
    this.#become('lost');
    // A browser gives up by itself after an answer that is no stream, such as 503.
    if (this.#source.readyState === EventSource.CLOSED) setTimeout(() => this.#open(), AGAIN);
  }

  #watch() {
    if (this.heard && Date.now() - this.heard > STALE && this.state !== 'lost') {
      this.#become('lost');
      this.#open();
    }
    this.#tell('state');
  }

  #hear(event) {
    this.heard = Date.now();
    if (event?.lastEventId) this.#last = event.lastEventId;
    if (this.state !== 'live') this.#become('live');
  }

  #article(event) {
    this.#hear(event);
    const article = JSON.parse(event.data);
    const key = `${article.article_id} ${article.model}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    if (this.#seen.size > 20 * KEEP) this.#seen = new Set([...this.#seen].slice(-10 * KEEP));
    const lane = this.lanes[article.priority] ?? this.lanes.standard;
    lane.unshift(article);
    if (lane.length > KEEP) lane.length = KEEP;
    this.#tell('article', article);
  }

  #score(event) {
    this.#hear();
    const standing = JSON.parse(event.data);
    this.tickers.set(standing.ticker, standing);
    this.#tell('score', standing);
  }

  #alert(event) {
    this.#hear(event);
    const alert = JSON.parse(event.data);
    if (this.alerts.some((known) => known.alert_id === alert.alert_id)) return;
    this.alerts.unshift(alert);
    if (this.alerts.length > KEEP) this.alerts.length = KEEP;
    this.#tell('alert', alert);
  }

  #become(state, why) {
    this.state = state;
    this.why = why;
    this.#tell('state');
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

export const live = new Live();
