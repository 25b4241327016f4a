// Draws a metric with uPlot: mean lines with interval bands, gaps where buckets are missing, versions as labelled marks.
import { element, shortTime } from './chart-text.js';
import { tooltip } from './chart-tip.js';

const uPlot = window.uPlot;
const Dashes = [[], [8, 4], [2, 4]];

let known = { theme: '' };

/** Colours of the stylesheet, so that a theme has one home: computed once a theme, and not once a chart. */
function coloursOf(host) {
  const theme = `${document.documentElement.dataset.theme} ${matchMedia('(prefers-color-scheme: dark)').matches}`;
  if (known.theme !== theme) {
    const probes = [...Array.from({ length: 8 }, (_, i) => `series-${i}`), 'quiet', 'surface'].map(name => element('span', name));
    for (const probe of probes) probe.hidden = true;
    host.append(...probes);
    const styles = probes.map(probe => getComputedStyle(probe));
    known = { theme, series: styles.slice(0, 8).map(style => style.color), text: styles[8].color, surface: styles[9].backgroundColor };
    for (const probe of probes) probe.remove();
  }
  return known;
}

function fade(colour, alpha) {
  return colour.replace(/rgba?\(([^)/]+)\)/, (_, parts) => `rgba(${parts.split(',').slice(0, 3).join(',')}, ${alpha})`);
}

/**
 * The least and greatest to show: what is reliable with its intervals, and means that have at least a quarter of the n they need. Other means only
 * where they do not widen that by more than half to a side; where there is nothing else, all of them.
 */
function extent({ lines, minimum, maximum, noChange }) {
  const sure = [], others = [];
  for (const line of lines) {
    line.mean.forEach((mean, i) => {
      if (mean === null) return;
      if (noChange) sure.push(mean, line.low[i] ?? mean, line.high[i] ?? mean);
      else if (line.reliable[i]) sure.push(line.low[i], line.high[i]);
      else (line.n[i] * 4 >= (line.neededN[i] ?? Infinity) ? sure : others).push(mean);
    });
  }
  let least = Math.min(...(sure.length ? sure : others));
  let greatest = Math.max(...(sure.length ? sure : others));
  const room = (greatest - least) / 2;
  const near = others.filter(mean => mean >= least - room && mean <= greatest + room);
  least = Math.min(least, ...near);
  greatest = Math.max(greatest, ...near);
  const pad = (greatest - least || Math.abs(greatest) || 1) * 0.06;
  return [Math.max(minimum ?? -Infinity, least - pad), Math.min(maximum ?? Infinity, greatest + pad)];
}

function seriesOf(line, colours, scale) {
  const colour = colours[line.style.colour];
  const bound = { stroke: 'transparent', width: 0, points: { show: false } };
  const mean = { label: line.label, stroke: colour, width: 2, dash: Dashes[line.style.dash], value: scale, points: { show: false } };
  return { series: [bound, mean, bound], columns: [line.high, line.mean, line.low], fill: fade(colour, 0.16) };
}

/** A point outside the range of no change is a diamond. */
function diamond(ctx, x, y, radius) {
  ctx.moveTo(x, y - radius);
  ctx.lineTo(x + radius, y);
  ctx.lineTo(x, y + radius);
  ctx.lineTo(x - radius, y);
  ctx.closePath();
}

/** Points: filled where the mean says something, hollow where its interval is too wide. In a dense line, only those that no line leads to. */
function drawPoints(u, { lines, noChange }, colours, surface) {
  const { ctx, bbox } = u;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top - 4 * ratio, bbox.width, bbox.height + 8 * ratio);
  ctx.clip();
  for (const { mean, low, high, reliable, style } of lines) {
    const dense = mean.filter(v => v !== null).length > 60;
    ctx.strokeStyle = colours[style.colour];
    ctx.lineWidth = 1.5 * ratio;
    mean.forEach((value, i) => {
      if (value === null || (dense && ((mean[i - 1] ?? null) !== null || (mean[i + 1] ?? null) !== null))) return;
      ctx.fillStyle = reliable[i] ? colours[style.colour] : surface;
      ctx.beginPath();
      const x = u.valToPos(u.data[0][i], 'x', true), y = u.valToPos(value, 'y', true);
      if (noChange && low[i] !== null && (value < low[i] || value > high[i])) diamond(ctx, x, y, 5 * ratio);
      else ctx.arc(x, y, 2.5 * ratio, 0, 2 * Math.PI);
      ctx.fill();
      ctx.stroke();
    });
  }
  ctx.restore();
}

function drawMarks(u, marks, colours, text) {
  const { ctx, bbox } = u;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.font = `${11 * ratio}px system-ui, sans-serif`;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'alphabetic';
  let lastEnd = -Infinity, row = 0;
  for (const mark of marks) {
    const x = Math.round(u.valToPos(mark.t, 'x', true));
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.strokeStyle = colours[mark.style.colour];
    ctx.lineWidth = ratio;
    ctx.setLineDash([3 * ratio, 3 * ratio]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    const width = ctx.measureText(mark.label).width;
    const left = Math.min(x + 4 * ratio, bbox.left + bbox.width - width);
    row = left < lastEnd ? row + 1 : 0;
    ctx.fillStyle = text;
    ctx.fillText(mark.label, left, bbox.top + (10 + row * 13) * ratio);
    lastEnd = left + width + 6 * ratio;
  }
  ctx.restore();
}

/** The interval of a point that has no neighbours: a band needs two. */
function drawLoneIntervals(u, lines, colours) {
  const { ctx, bbox } = u;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.lineWidth = 2 * devicePixelRatio;
  for (const { mean, low, high, style } of lines) {
    ctx.strokeStyle = fade(colours[style.colour], 0.4);
    mean.forEach((value, i) => {
      if (value === null || low[i] === null || (mean[i - 1] ?? null) !== null || (mean[i + 1] ?? null) !== null) return;
      const x = u.valToPos(u.data[0][i], 'x', true);
      ctx.beginPath();
      ctx.moveTo(x, u.valToPos(low[i], 'y', true));
      ctx.lineTo(x, u.valToPos(high[i], 'y', true));
      ctx.stroke();
    });
  }
  ctx.restore();
}

export function draw(host, data, { large, onZoom, format }) {
  const { series: colours, text, surface } = coloursOf(host);
  const parts = data.lines.map(line => seriesOf(line, colours, (u, v) => v));
  const [least, greatest] = extent(data);
  const grid = { stroke: fade(text, 0.16), width: 1 };
  const axis = { stroke: text, grid, ticks: { show: false }, font: '11px system-ui, sans-serif' };
  return new uPlot({
    width: host.clientWidth,
    height: host.clientHeight,
    tzDate: seconds => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
    legend: { show: false },
    cursor: { y: false, drag: { x: onZoom !== null, y: false, setScale: false }, points: { size: 7 } },
    scales: { x: { time: true, range: () => [data.from, data.to] }, y: { range: () => [least, greatest] } },
    series: [{}, ...parts.flatMap(part => part.series)],
    bands: parts.map((part, i) => ({ series: [i * 3 + 1, i * 3 + 3], fill: part.fill })),
    axes: [
      { ...axis, size: 28, space: large ? 80 : 64, grid: { show: false }, values: (u, splits) => splits.map(axisTime) },
      { ...axis, size: large ? 64 : 52, space: large ? 48 : 36, values: (u, splits) => splits.map(v => axisNumber(v, data.percentage)) },
    ],
    plugins: [tooltip(data, format)],
    hooks: {
      draw: [u => drawLoneIntervals(u, data.lines, colours), u => drawPoints(u, data, colours, surface), u => drawMarks(u, data.marks, colours, text)],
      setSelect: [u => {
        if (onZoom && u.select.width > 4) onZoom(u.posToVal(u.select.left, 'x'), u.posToVal(u.select.left + u.select.width, 'x'));
      }],
    },
  }, [data.times, ...parts.flatMap(part => part.columns)], host);
}

/** Days by date, times within a day by the clock, in UTC as the buckets are. */
function axisTime(seconds) {
  return shortTime(seconds, seconds % 86400 === 0 ? 86400 : 0).split(', ').at(-1);
}

function axisNumber(value, percentage) {
  const text = (percentage ? value * 100 : value).toLocaleString('en', { maximumSignificantDigits: 4 }).replaceAll(',', '\u202f');
  return percentage ? `${text} %` : text;
}
