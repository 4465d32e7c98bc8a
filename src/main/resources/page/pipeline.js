// How the pipeline is doing: legs, models, sources, dead letters.

import { get, post } from './api.js';
import { deadLetters } from './dead-letters.js';
import { ago, element, whole } from './format.js';

const EVERY = 5_000;

function table(caption, columns) {
  const body = element('tbody');
  return { body, whole: element('table', {},
    element('caption', { class: 'hidden' }, caption),
    element('thead', {}, element('tr', {}, columns.map((column) => element('th', { scope: 'col' }, column)))), body) };
}

function row(name, ...cells) {
  return element('tr', {}, element('th', { scope: 'row' }, name), cells.map((cell) =>
    cell instanceof Element && cell.tagName === 'TD' ? cell : element('td', {}, cell ?? '')));
}

export function pipeline(view, signal) {
  const legs = table('Legs', ['Leg', 'Articles/s', 'Carried', 'Waiting', 'Other outcomes']);
  const models = table('Models', ['Model', 'State', 'Articles scored', 'Last failure']);
  const sources = table('Sources', ['Source', 'State', 'Last polled', 'Next', 'Polls', 'Why it fails', 'Poll']);
  const letters = deadLetters();
  const trouble = element('p', { role: 'alert' });
  const said = element('p', { role: 'status', class: 'small' });
  const section = (id, title, ...content) => element('section', { 'aria-labelledby': id, class: 'scrolls', tabindex: 0 },
    element('h2', { id }, title), content);
  const count = element('p', { class: 'small' });
  view.replaceChildren(trouble,
    section('legs-title', 'Legs', element('p', { class: 'small' }, 'Start, stop and trace them in the ',
      element('a', { href: '/hawtio/' }, 'route console'), '.'), legs.whole),
    section('models-title', 'Models', models.whole),
    section('sources-title', 'Sources', said, sources.whole),
    section('dead-title', 'Dead letters', count, ...letters.content));

  async function poll(name) {
    said.textContent = `Asking ${name} …`;
    try {
      await post(`/api/sources/${encodeURIComponent(name)}/poll`);
      said.textContent = `${name} is being polled.`;
    } catch (failure) {
      said.textContent = `${name} was not polled: ${failure.message}`;
    }
  }
  let before = null;
  function speed(leg, now, at) {
    const then = before?.legs.get(leg);
    return then == null ? '–' : ((now - then) * 1000 / (at - before.at)).toFixed(1);
  }
  async function refresh() {
    const [now, known] = await Promise.all([get('/api/pipeline'), get('/api/sources'), letters.refresh()]);
    if (signal.aborted) return;
    const at = new Date(now.measured_at).getTime();
    const carried = new Map(now.legs.map((leg) => [leg.leg, Object.values(leg.articles).reduce((a, b) => a + b, 0)]));
    legs.body.replaceChildren(...now.legs.map((leg) => row(leg.leg, speed(leg.leg, carried.get(leg.leg), at),
      whole(carried.get(leg.leg)), leg.lag == null ? '' : element('td', { class: leg.lag > 1000 ? 'bad' : '' }, whole(leg.lag)),
      Object.entries(leg.articles).filter(([outcome]) => outcome !== 'done' && outcome !== 'seen')
        .map(([outcome, number]) => `${outcome} ${whole(number)}`).join(', '))));
    before = { at, legs: carried };
    models.body.replaceChildren(...now.models.map((model) => row(model.model,
      element('td', { class: model.state === 'asked' ? '' : 'bad' }, model.state === 'asked' ? 'in use' : 'away'),
      whole(model.articles), model.last_failure)));
    // A button that is being pressed must not be replaced.
    if (!sources.body.contains(document.activeElement)) {
      sources.body.replaceChildren(...known.map((source) => row(source.name,
        element('td', { class: source.state === 'ok' || source.state === 'new' ? '' : 'bad' }, source.state),
        ago(source.last_polled), source.next_poll ? new Date(source.next_poll).toLocaleTimeString() : '',
        whole(source.polls ?? 0), source.last_error,
        element('button', { type: 'button', 'aria-label': `Poll ${source.name} now`, onclick: () => poll(source.name) }, 'Poll now'))));
    }
    count.textContent = `${whole(now.dead_letters)} made by this process since it started.`;
    trouble.textContent = '';
  }
  async function again() {
    try {
      if (!document.hidden) await refresh();
    } catch (failure) {
      trouble.textContent = `No answer: ${failure.message}`;
    }
    if (!signal.aborted) timer = setTimeout(again, EVERY);
  }
  let timer;
  signal.addEventListener('abort', () => clearTimeout(timer));
  again();
}
