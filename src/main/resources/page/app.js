// Which view is shown, and what stands above all of them.

import { live } from './live.js';
import { ago, clock } from './format.js';
import { wall } from './wall.js';
import { feed } from './feed.js';
import { alerts } from './alerts.js';
import { pipeline } from './pipeline.js';
import { ticker } from './ticker.js';

const STRIP = 20_000;
const view = document.getElementById('view');
let leave = new AbortController();

// Whoever types an address may type one that cannot be read; it is then a name that nobody has.
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function show() {
  leave.abort();
  leave = new AbortController();
  const [, name, asked] = location.hash.split('/');
  const argument = asked && decoded(asked).toUpperCase();
  const title = { feed: 'Feed', alerts: 'Alerts', pipeline: 'Pipeline' }[name];
  if (name === 'feed') feed(view, leave.signal);
  else if (name === 'alerts') alerts(view, leave.signal);
  else if (name === 'pipeline') pipeline(view, leave.signal);
  else if (name === 'ticker' && argument) ticker(view, leave.signal, argument);
  else wall(view, leave.signal);
  document.title = (name === 'ticker' && argument ? `${argument} · ` : title ? `${title} · ` : '') + 'Caravan';
  for (const link of document.querySelectorAll('nav[aria-label="Views"] a')) {
    const here = link.getAttribute('href') === (title ? `#/${name}` : '#/');
    if (here) link.setAttribute('aria-current', 'page'); else link.removeAttribute('aria-current');
  }
}

function freshness() {
  const place = document.getElementById('freshness');
  const text = live.state === 'live' ? 'Live'
    : live.state === 'connecting' ? 'Connecting …'
      : live.heard ? `Not live since ${clock(new Date(live.heard).toISOString())}; trying again`
        : `No answer${live.why ? `: ${live.why}` : ''}; trying again`;
  place.className = live.state;
  // A screen reader is told of changes only.
  if (place.textContent !== text) place.textContent = text;
  document.body.classList.toggle('stale', live.state === 'lost');
}

let until = 0;
function strip({ detail }) {
  if (!detail) return;
  const place = document.getElementById('alert-strip');
  place.textContent = `${detail.message ?? detail.rule} (${ago(detail.fired_at)})`;
  place.hidden = false;
  until = Date.now() + STRIP;
}

function theme(next) {
  if (next) document.documentElement.dataset.theme = next; else delete document.documentElement.dataset.theme;
  document.getElementById('theme').textContent = `Theme: ${next ?? 'system'}`;
  // What is drawn, and not styled, has to be drawn again.
  dispatchEvent(new Event('theme'));
}

document.getElementById('theme').addEventListener('click', () => {
  const order = [null, 'light', 'dark'];
  const next = order[(order.indexOf(localStorage.getItem('theme')) + 1) % order.length];
  if (next) localStorage.setItem('theme', next); else localStorage.removeItem('theme');
  theme(next);
});
document.querySelector('.skip').addEventListener('click', (event) => { event.preventDefault(); view.focus(); });
theme(localStorage.getItem('theme'));
addEventListener('hashchange', () => { show(); view.focus({ preventScroll: true }); scrollTo(0, 0); });
live.addEventListener('state', () => {
  freshness();
  if (until && Date.now() > until) { document.getElementById('alert-strip').hidden = true; until = 0; }
});
live.addEventListener('alert', strip);
show();
live.start();
