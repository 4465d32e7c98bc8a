// The dead letters: search, look at, replay, discard. What is in them comes from outside and is shown as text only.

import { get, post } from './api.js';
import { element, moment, whole } from './format.js';

const PAGE = 20;
const STATES = ['set-aside', 'replaying', 'replayed', 'discarded'];
const COLUMNS = ['Id', 'When', 'Leg', 'From', 'Why', 'State', 'Decide'];

export function deadLetters() {
  const body = element('tbody');
  const said = element('p', { role: 'status', class: 'small' });
  const shown = element('pre', { class: 'letter', tabindex: 0, 'aria-label': 'The dead letter', hidden: true });
  const state = element('select', { name: 'state', 'aria-label': 'State' },
    STATES.map((name) => element('option', { value: name }, name)), element('option', { value: '' }, 'any state'));
  const field = (name, label) => element('input', { name, type: 'search', placeholder: label, 'aria-label': label });
  const form = element('form', { class: 'tools', onsubmit: (event) => { event.preventDefault(); page = 0; refresh(); } },
    state, field('error', 'Error'), field('words', 'Words'), field('leg', 'Leg'), field('source', 'Source'), field('topic', 'Topic'),
    element('button', { type: 'submit' }, 'Search'),
    element('button', { type: 'button', onclick: () => all('replay') }, 'Replay these'),
    element('button', { type: 'button', onclick: () => all('discard') }, 'Discard these'));
  const newer = element('button', { type: 'button', onclick: () => turn(-1) }, 'Newer');
  const older = element('button', { type: 'button', onclick: () => turn(1) }, 'Older');
  const table = element('table', {}, element('caption', { class: 'hidden' }, 'Dead letters, the newest first'),
    element('thead', {}, element('tr', {}, COLUMNS.map((name) => element('th', { scope: 'col' }, name)))), body);
  let page = 0;

  function filter() {
    return Object.fromEntries([...new FormData(form)].filter(([, value]) => value.trim() !== ''));
  }

  function button(letter, verb, label) {
    return element('button', { type: 'button', 'aria-label': `${label} ${letter.id}`, onclick: () => one(letter.id, verb) }, label);
  }

  function row(letter) {
    const waits = letter.state === 'set-aside';
    return element('tr', {},
      element('th', { scope: 'row' }, letter.id),
      element('td', {}, moment(letter.failed_at)),
      element('td', {}, letter.leg),
      element('td', {}, letter.source ?? letter.origin ?? ''),
      element('td', {}, `${letter.cause}: ${letter.error_message}`),
      element('td', {}, letter.replays > 0 ? `${letter.state}, replayed ${letter.replays}×` : letter.state),
      element('td', {}, element('button', { type: 'button', 'aria-label': `Show ${letter.id}`, onclick: () => show(letter.id) }, 'Show'),
        waits ? button(letter, 'replay', 'Replay') : null, waits ? button(letter, 'discard', 'Discard') : null));
  }

  async function attempt(what, action) {
    said.textContent = `${what} …`;
    try {
      said.textContent = await action();
    } catch (failure) {
      said.textContent = `${what}: ${failure.message}`;
    }
    await refresh();
  }

  const one = (id, verb) => attempt(`${verb} ${id}`, async () => {
    const decided = await post(`/api/dead-letters/${encodeURIComponent(id)}/${verb}`);
    return `${id}: ${decided.outcome}${decided.to ? `, to ${decided.to}` : ''}.`;
  });

  const all = (verb) => confirm(`${verb} all that are found and wait?`) && attempt(`${verb} all that are found`, async () => {
    const meant = new URLSearchParams({ ...filter(), limit: 100, all: true });
    const report = await post(`/api/dead-letters/${verb}?${meant}`);
    return `${whole(report.replayed)} replayed, ${whole(report.failed_again)} failed again, ${whole(report.discarded)} discarded, `
      + `${whole(report.refused.length)} refused, ${whole(report.left)} left.`;
  });

  async function show(id) {
    try {
      const letter = await get(`/api/dead-letters/${encodeURIComponent(id)}`);
      const { body: text, body_base64: bytes, ...rest } = letter;
      shown.textContent = `${JSON.stringify(rest, null, 1)}\n\n${text ?? bytes}`;
      shown.hidden = false;
      shown.focus();
    } catch (failure) {
      said.textContent = failure.message;
    }
  }

  function turn(by) {
    page = Math.max(0, page + by);
    refresh();
  }

  async function refresh() {
    const found = await get('/api/dead-letters', { ...filter(), limit: PAGE + 1, offset: page * PAGE });
    newer.disabled = page === 0;
    older.disabled = found.length <= PAGE;
    body.replaceChildren(...found.slice(0, PAGE).map(row));
  }

  return {
    content: [form, said, table, element('p', {}, newer, ' ', older), shown],
    // A button that is being pressed must not be replaced.
    refresh: () => (body.contains(document.activeElement) ? undefined : refresh()),
  };
}
