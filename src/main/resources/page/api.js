// The API as the views ask it: JSON, with the server's own words when it refuses.

const PATIENCE = 15_000;

async function request(path, options) {
  const answer = await fetch(path, { signal: AbortSignal.timeout(PATIENCE), ...options });
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({}));
    throw new Error(problem.detail ?? `${path} answered ${answer.status}`);
  }
  return answer.json();
}

export function get(path, parameters = {}) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value != null)).toString();
  return request(query ? `${path}?${query}` : path, { headers: { Accept: 'application/json' } });
}

export function post(path) {
  return request(path, { method: 'POST' });
}
