// Numbers and times as people read them, and elements made without markup: what comes from outside is text and nothing else.

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

// Two places and a sign; what rounds to nothing has none.
export function signed(number) {
  if (number == null || Number.isNaN(number)) return '–';
  const hundredths = Math.round(number * 100) / 100 || 0;
  return (hundredths > 0 ? '+' : hundredths < 0 ? '−' : '') + Math.abs(hundredths).toFixed(2);
}

export function spoken(number) {
  if (number == null) return 'unknown';
  return (number < 0 ? 'minus ' : number > 0 ? 'plus ' : '') + Math.abs(number).toFixed(2);
}

export function whole(number) {
  return number == null ? '–' : Math.round(number).toLocaleString();
}

export function clock(iso) {
  return iso ? new Date(iso).toLocaleTimeString() : '';
}

export function moment(iso) {
  return iso ? new Date(iso).toLocaleString() : '';
}

export function ago(iso, now = Date.now()) {
  if (!iso) return 'never';
  const passed = now - new Date(iso).getTime();
  if (passed < MINUTE) return `${Math.max(0, Math.round(passed / 1000))} s ago`;
  if (passed < HOUR) return `${Math.round(passed / MINUTE)} min ago`;
  if (passed < 2 * DAY) return `${Math.round(passed / HOUR)} h ago`;
  return `${Math.round(passed / DAY)} days ago`;
}

// From -2 (bad) to 2 (good).
export function strength(score) {
  if (score == null) return 0;
  const size = Math.abs(score) < 0.05 ? 0 : Math.abs(score) < 0.35 ? 1 : 2;
  return score < 0 ? -size : size;
}

export function mood(score) {
  const strong = strength(score);
  return strong > 0 ? 'good' : strong < 0 ? 'bad' : 'even';
}

export function arrow(number) {
  return number == null || Math.abs(number) < 0.005 ? '' : number > 0 ? '▲' : '▼';
}

export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value == null || value === false) continue;
    if (key === 'class') made.className = value;
    else if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? '' : value);
  }
  made.append(...children.flat().filter((child) => child != null));
  return made;
}

const SVG = 'http://www.w3.org/2000/svg';

export function drawing(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// Only a web address becomes a link; anything else, such as javascript:, stays text.
export function outside(url, text) {
  if (!/^https?:\/\//i.test(url ?? '')) return element('span', {}, text);
  return element('a', { href: url, rel: 'noopener noreferrer', target: '_blank' }, text);
}

export function tickerLink(ticker, score) {
  return element('a', { class: `chip ${mood(score)}`, href: `#/ticker/${encodeURIComponent(ticker)}` },
    `${ticker} ${signed(score)}`);
}
