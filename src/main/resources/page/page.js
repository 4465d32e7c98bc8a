// Shows what the API says, every two seconds. Everything that comes from outside is set as text, never as markup.

const EVERY = 2000;
const STALE = 10000;
let answered = 0;

function cell(row, text, className) {
  const td = row.insertCell();
  td.textContent = text ?? '';
  if (className) td.className = className;
}

function time(iso) {
  return iso ? new Date(iso).toLocaleTimeString() : '';
}

function isWebAddress(text) {
  return /^https?:\/\//.test(text ?? '');
}

// Two places and a sign; what rounds to nothing has none.
function signed(number) {
  const hundredths = Math.round(number * 100) / 100 || 0;
  return (hundredths > 0 ? '+' : '') + hundredths.toFixed(2);
}

function card(score) {
  const item = document.createElement('li');
  item.className = score.score > 0.05 ? 'good' : score.score < -0.05 ? 'bad' : '';
  const top = item.appendChild(document.createElement('div'));
  top.className = 'top';
  top.appendChild(document.createElement('span')).textContent = score.ticker;
  const value = top.appendChild(document.createElement('span'));
  value.className = 'score';
  value.textContent = signed(score.score);
  value.title = `${score.count} articles, decayed score ${signed(score.decayed_score)}`;
  const title = item.appendChild(document.createElement('p'));
  title.className = 'title';
  const link = isWebAddress(score.source_url) ? title.appendChild(document.createElement('a')) : title;
  link.textContent = score.article_title;
  if (link !== title) {
    link.href = score.source_url;
    link.rel = 'noopener noreferrer';
  }
  return item;
}

function rows(id, entries, fill) {
  const body = document.getElementById(id);
  const fresh = document.createElement('tbody');
  entries.forEach((entry) => fill(fresh.insertRow(), entry));
  body.replaceChildren(...fresh.rows);
}

async function ask(path) {
  const answer = await fetch(path, { headers: { Accept: 'application/json' }, signal: AbortSignal.timeout(STALE) });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return answer.json();
}

async function refresh() {
  const [tickers, sources, letters] = await Promise.all(
    [ask('/api/tickers'), ask('/api/sources'), ask('/api/dead-letters?limit=10')]);
  tickers.sort((a, b) => b.score - a.score);
  document.getElementById('tickers').replaceChildren(...tickers.map(card));
  document.getElementById('no-tickers').hidden = tickers.length > 0;
  rows('sources', sources, (row, source) => {
    cell(row, source.name);
    cell(row, source.state, source.state);
    cell(row, time(source.last_polled));
    cell(row, source.polls ?? 0);
    cell(row, source.last_error);
  });
  rows('dead-letters', letters, (row, letter) => {
    cell(row, time(letter.failed_at));
    cell(row, letter.route);
    cell(row, letter.source ?? letter.origin);
    cell(row, letter.error_message);
  });
  document.getElementById('no-dead-letters').hidden = letters.length > 0;
  answered = Date.now();
}

function tellFreshness() {
  const status = document.getElementById('freshness');
  const stale = Date.now() - answered > STALE;
  status.classList.toggle('stale', stale && answered > 0);
  const text = answered === 0 ? 'Asking for scores …'
    : stale ? `No answer since ${new Date(answered).toLocaleTimeString()}` : 'Live';
  // A screen reader is told of changes only.
  if (status.textContent !== text) status.textContent = text;
}

async function live() {
  try {
    if (!document.hidden) await refresh();
  } catch (failure) {
    console.warn(failure);
  }
  tellFreshness();
  setTimeout(live, EVERY);
}

live();
