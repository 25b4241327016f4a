// Words and numbers in charts; rounds as the server does.
export function element(name, className = '', text = '') {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== '') made.textContent = text;
  return made;
}

export function message(text, ...more) {
  const place = element('div', 'chart-message');
  place.append(element('span', '', text), ...more);
  return place;
}

function decimalsFor(size, significant) {
  return size === 0 ? 0 : Math.min(6, Math.max(0, significant - 1 - Math.floor(Math.log10(Math.abs(size)))));
}

const Smallest = 1e-6;

function write(value, decimals) {
  if (value === 0) return '0';
  if (Math.abs(value) < Smallest / 2) return value > 0 ? `< ${write(Smallest, 6)}` : `> ${write(-Smallest, 6)}`;
  return value.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).replaceAll(',', '\u202f').replace('-', '\u2212');
}

/** Formats a mean, with its interval where there is one: two significant digits of half the interval's width. */
export function formatter({ percentage, unit }) {
  const scale = percentage ? 100 : 1;
  const behind = unit ? `\u00a0${unit}` : '';
  return (mean, low, high) => {
    const half = low === null || low === undefined ? 0 : ((high - low) / 2) * scale;
    const decimals = half > 0 ? decimalsFor(half, 2) : decimalsFor(mean * scale, 3);
    const number = write(mean * scale, decimals) + behind;
    return half > 0 ? `${number} [${write(low * scale, decimals)}, ${write(high * scale, decimals)}]` : number;
  };
}

/** Where the value of a set lies beside the range of no change. */
export function verdict(value, low, high) {
  if (low === null || high === null) return 'too few images before to compare with';
  return `${value > high ? 'above' : value < low ? 'below' : 'within'} no change`;
}

export function count(n) {
  return n.toLocaleString('en').replaceAll(',', '\u202f');
}

/** How many values there are, and would be needed; an estimate has two significant digits. */
export function neededText({ n, neededN }) {
  if (neededN === null || neededN === undefined) return `n = ${count(n)}`;
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(neededN)) - 1);
  return `n = ${count(n)}, needs about ${count(Math.ceil(neededN / unit) * unit)}`;
}

/** What stands in place of a number whose interval is too wide to mean something. */
export function cannotSay(number) {
  return `cannot say yet (${neededText(number)})`;
}

export function shortTime(seconds, bucketSeconds) {
  const options = { timeZone: 'UTC', month: 'short', day: 'numeric' };
  if (bucketSeconds < 86400) Object.assign(options, { hour: '2-digit', minute: '2-digit', hour12: false });
  return new Date(seconds * 1000).toLocaleString('en-GB', options);
}
