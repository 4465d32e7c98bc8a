// A day of a ticker's hourly means as one small line; hours without articles are gaps.

import { drawing } from './format.js';

const WIDTH = 96;
const HEIGHT = 24;

export function sparkline(hours) {
  const svg = drawing('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: 'spark', 'aria-hidden': 'true', preserveAspectRatio: 'none' });
  svg.append(drawing('line', { x1: 0, x2: WIDTH, y1: HEIGHT / 2, y2: HEIGHT / 2, class: 'zero' }));
  const points = (hours ?? []).map((hour, i, all) => hour.count > 0
    ? [(i + 0.5) * WIDTH / all.length, HEIGHT / 2 - hour.score * (HEIGHT / 2 - 2)] : null);
  let run = [];
  const draw = () => {
    if (run.length > 1) svg.append(drawing('polyline', { points: run.map((point) => point.join(',')).join(' ') }));
    // A line of no length with round ends is a dot, whatever the picture is stretched to.
    if (run.length === 1) svg.append(drawing('polyline', { class: 'dot', points: `${run[0].join(',')} ${run[0].join(',')}` }));
    run = [];
  };
  for (const point of points) {
    if (point) run.push(point); else draw();
  }
  draw();
  return svg;
}
