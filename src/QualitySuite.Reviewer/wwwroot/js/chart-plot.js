// Draws a metric with uPlot: mean lines with interval bands, gaps where buckets are missing, versions as labelled marks.
import { element, shortTime } from './chart-text.js';

const uPlot = window.uPlot;
const Dashes = [[], [8, 4], [2, 4]];

/** Computed colours of the stylesheet, so that a theme has one home. */
function colourOf(className, host) {
  const probe = element('span', className);
  probe.hidden = true;
  host.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}

function fade(colour, alpha) {
  return colour.replace(/rgba?\(([^)/]+)\)/, (_, parts) => `rgba(${parts.split(',').slice(0, 3).join(',')}, ${alpha})`);
}

/** The least and greatest to show: the means, and intervals as far as they are not far wider than most. */
function extent({ lines, minimum, maximum }) {
  const halves = lines.flatMap(l => l.low.map((low, i) => (low === null ? null : (l.high[i] - low) / 2))).filter(h => h !== null).sort((a, b) => a - b);
  const most = halves.length ? halves[halves.length >> 1] * 2.5 : 0;
  let least = Infinity, greatest = -Infinity;
  for (const line of lines) {
    line.mean.forEach((mean, i) => {
      if (mean === null) return;
      const half = line.low[i] === null ? 0 : Math.min(most, (line.high[i] - line.low[i]) / 2);
      least = Math.min(least, mean - half);
      greatest = Math.max(greatest, mean + half);
    });
  }
  const pad = (greatest - least || Math.abs(greatest) || 1) * 0.06;
  return [Math.max(minimum ?? -Infinity, least - pad), Math.min(maximum ?? Infinity, greatest + pad)];
}

function seriesOf(line, colours, scale) {
  const colour = colours[line.style.colour];
  const isolated = (u, i) => {
    const mean = u.data[i];
    return [...mean].reduce((found, v, at) => (v != null && mean[at - 1] == null && mean[at + 1] == null ? [...found, at] : found), []);
  };
  const bound = { stroke: 'transparent', width: 0, points: { show: false } };
  const dense = line.mean.filter(v => v !== null).length > 60;
  const mean = {
    label: line.label, stroke: colour, width: 2, dash: Dashes[line.style.dash], value: scale,
    points: dense ? { show: true, filter: isolated, size: 5, fill: colour } : { show: true, size: 5, fill: colour, width: 0 },
  };
  return { series: [bound, mean, bound], columns: [line.high, line.mean, line.low], fill: fade(colour, 0.16) };
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
  const { ctx } = u;
  ctx.save();
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

/** A tooltip at the cursor: time, and for every line its mean, interval and n. */
function tooltip(data, format) {
  const tip = element('div', 'chart-tip');
  tip.hidden = true;
  return {
    hooks: {
      init: u => u.over.append(tip),
      setCursor: u => {
        const i = u.cursor.idx;
        const present = i === null || i === undefined ? [] : data.lines.filter(line => line.mean[i] !== null);
        tip.hidden = present.length === 0;
        if (tip.hidden) return;
        const rows = present.map(line => {
          const row = element('div', 'version');
          row.append(
            element('span', `swatch series-${line.style.colour} dash-${line.style.dash}`), element('span', '', line.label),
            element('b', '', format(line.mean[i], line.low[i], line.high[i])),
            element('span', 'quiet', line.low[i] === null ? `n = ${line.n[i]}, too few for an interval` : `n = ${line.n[i]}`));
          return row;
        });
        tip.replaceChildren(element('div', 'quiet', `${shortTime(data.times[i], data.bucketSeconds)} UTC, ${data.bucket}`), ...rows);
        const { width, height } = u.over.getBoundingClientRect();
        const left = u.cursor.left > width / 2 ? u.cursor.left - tip.offsetWidth - 12 : u.cursor.left + 12;
        tip.style.left = `${Math.max(-40, Math.min(left, width - tip.offsetWidth + 8))}px`;
        tip.style.top = `${Math.max(0, Math.min(u.cursor.top + 12, height - tip.offsetHeight))}px`;
      },
    },
  };
}

export function draw(host, data, { large, onZoom, format }) {
  const colours = Array.from({ length: 8 }, (_, i) => colourOf(`series-${i}`, host));
  const text = colourOf('quiet', host);
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
      draw: [u => drawLoneIntervals(u, data.lines, colours), u => drawMarks(u, data.marks, colours, text)],
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
