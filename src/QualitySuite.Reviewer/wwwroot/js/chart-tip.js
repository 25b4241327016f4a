// The tooltip of a chart.
import { cannotSay, count, element, shortTime, verdict } from './chart-text.js';

function numbersOf(line, i, noChange, format) {
  if (noChange) {
    const where = verdict(line.mean[i], line.low[i], line.high[i]);
    return [element('b', '', format(line.mean[i])), element('span', 'quiet', `${where}, n = ${count(line.n[i])} beside ${count(line.referenceN[i] ?? 0)}`)];
  }
  return line.reliable[i]
    ? [element('b', '', format(line.mean[i], line.low[i], line.high[i])), element('span', 'quiet', `n = ${count(line.n[i])}`)]
    : [element('span', 'quiet', `${format(line.mean[i])}: ${cannotSay({ n: line.n[i], neededN: line.neededN[i] })}`)];
}

/** A tooltip at the cursor: time, and for every line its mean, interval and n. */
export function tooltip(data, format) {
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
            ...numbersOf(line, i, data.noChange, format));
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
