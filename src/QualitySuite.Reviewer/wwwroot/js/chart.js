// <metric-chart src name kind="card|small|page" link>: fetches a metric's series and shows number, chart and, where there is room, a legend.
import { draw } from './chart-plot.js';
import { cannotSay, count, element, formatter, message, neededText, shortTime } from './chart-text.js';

const RefreshEvery = 60_000;

// A browser has six connections to a host: two stay free, so that going elsewhere never waits for charts.
const MostAtOnce = 4;
const waiting = [];
let underWay = 0;

async function inTurn(work) {
  if (underWay >= MostAtOnce) await new Promise(resolve => waiting.push(resolve));
  else underWay++;
  try {
    return await work();
  } finally {
    // Whoever waits takes this place.
    if (waiting.length > 0) waiting.shift()();
    else underWay--;
  }
}

async function read(address) {
  const response = await fetch(address, { headers: { Accept: 'application/json' } });
  if (response.ok) return await response.json();
  const isJson = /json/.test(response.headers.get('Content-Type') ?? '');
  throw new Error((isJson ? (await response.json()).detail : null) ?? `The data could not be read (${response.status}).`);
}

function headline(...parts) {
  const made = element('span', 'headline');
  made.append(...parts);
  return made;
}

function context(...texts) {
  return element('span', 'context', texts.filter(Boolean).join(' \u00b7 '));
}

class MetricChart extends HTMLElement {
  #plot = null;
  #data = null;
  #timer = 0;
  #resize = new ResizeObserver(() => this.#fit());
  #seen = new IntersectionObserver(entries => {
    if (entries.some(entry => entry.isIntersecting)) {
      this.#seen.disconnect();
      this.#load();
    }
  }, { rootMargin: '300px' });

  connectedCallback() {
    this.number = element('p', 'chart-number');
    this.plot = element('div', 'chart-plot skeleton');
    this.legend = element('div', 'chart-legend');
    this.replaceChildren(this.number, this.plot, this.legend);
    this.setAttribute('aria-busy', 'true');
    this.#seen.observe(this);
    this.#resize.observe(this.plot);
    window.addEventListener('appearance', this.#restyle);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', this.#restyle);
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#seen.disconnect();
    this.#resize.disconnect();
    this.#plot?.destroy();
    window.removeEventListener('appearance', this.#restyle);
    matchMedia('(prefers-color-scheme: dark)').removeEventListener('change', this.#restyle);
  }

  #load = async () => {
    clearTimeout(this.#timer);
    try {
      const data = await inTurn(() => read(this.getAttribute('src')));
      if (!this.isConnected) return;
      this.#data = data;
      this.#show();
      if (!new URL(this.getAttribute('src'), location.href).searchParams.has('from')) {
        this.#timer = setTimeout(() => document.hidden ? this.#later() : this.#load(), RefreshEvery);
      }
    } catch (error) {
      // With a chart on the screen, a failed refresh leaves it there and tries again.
      if (this.#data) this.#later();
      else this.#fail(error instanceof TypeError ? 'The Reviewer does not answer.' : error.message);
    } finally {
      this.removeAttribute('aria-busy');
    }
  };

  #later() {
    this.#timer = setTimeout(this.#load, RefreshEvery);
  }

  #show() {
    this.plot.classList.remove('skeleton');
    if (this.#data.lines.length === 0) {
      this.plot.replaceChildren(this.#data.absent.length > 0
        ? message(`Cannot say yet (n = ${count(this.#data.absent[0].n)})`, element('small', 'reason', this.#data.absent[0].reason))
        : message('No data in this range'));
      return;
    }
    this.#showNumber();
    this.#showLegend();
    this.#redraw();
  }

  /** The number of the line that goes on the longest: of the newest version, where several do. */
  #showNumber() {
    const end = l => l.mean.findLastIndex(mean => mean !== null);
    const line = this.#data.lines.reduce((a, b) => (end(b) >= end(a) ? b : a));
    const newest = line.latest;
    const percent = this.#data.unit === '%' ? '\u00a0%' : '';
    const bucket = shortTime(Date.parse(newest.t) / 1000, this.#data.bucketSeconds);
    const which = [this.#data.lines.length > 1 ? line.label : '', bucket].filter(Boolean).join(', ');
    this.number.title = `Bucket of ${this.#data.bucket} from ${bucket} UTC`;
    this.number.replaceChildren(...newest.mean
      ? [
        headline(element('b', '', newest.mean + percent), element('small', '', percent ? '' : this.#data.unit)),
        context(newest.interval, `n = ${count(newest.n)}`, which)]
      : [headline(element('b', 'say', 'Cannot say yet')), context(neededText(newest), which)]);
  }

  /** Newest versions first; a card has room for three lines. */
  #showLegend() {
    const lines = [...this.#data.lines].reverse();
    const room = this.getAttribute('kind') === 'page' || lines.length <= 3 ? lines.length : 2;
    this.legend.replaceChildren(...lines.slice(0, room).map(line => this.#legendEntry(line)));
    if (room < lines.length) {
      const more = element('a', 'quiet', `${lines.length - room} older`);
      more.href = this.getAttribute('link');
      this.legend.append(more);
    }
  }

  #legendEntry(line) {
    const entry = element('span', 'version');
    const text = line.latest.mean ? `${line.latest.mean} ${line.latest.interval}` : cannotSay(line.latest);
    entry.append(
      element('span', `swatch series-${line.style.colour} dash-${line.style.dash}`), element('span', '', line.label), element('span', 'quiet', text));
    return entry;
  }

  #fail(text) {
    this.plot.classList.remove('skeleton');
    const retry = element('button', 'small', 'Try again');
    retry.addEventListener('click', () => {
      this.plot.replaceChildren();
      this.plot.classList.add('skeleton');
      this.#load();
    });
    this.plot.replaceChildren(message(text, retry));
  }

  /** In another theme: at once where it is seen, and elsewhere when there is time. */
  #restyle = () => {
    const { top, bottom } = this.getBoundingClientRect();
    if (top < innerHeight && bottom > 0) requestAnimationFrame(this.#redraw);
    else setTimeout(this.#redraw, 200);
  };

  #redraw = () => {
    if (!this.#data || this.#data.lines.length === 0) return;
    this.#plot?.destroy();
    this.plot.replaceChildren();
    const onZoom = this.getAttribute('kind') === 'page' ? zoomTo : null;
    this.#plot = draw(this.plot, this.#data, { large: onZoom !== null, onZoom, format: formatter(this.#data) });
    this.plot.setAttribute('role', 'img');
    this.plot.setAttribute('aria-label', `${this.getAttribute('name')} over time, ${this.#data.lines.length} lines; the table view has the numbers`);
  };

  #fit() {
    if (this.#plot && this.plot.clientWidth > 0) this.#plot.setSize({ width: this.plot.clientWidth, height: this.plot.clientHeight });
  }
}

function zoomTo(from, to) {
  const address = new URL(location.href);
  const time = seconds => new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
  for (const name of ['range', 'bucket']) address.searchParams.delete(name);
  address.searchParams.set('from', time(from));
  address.searchParams.set('to', time(to));
  location.assign(address);
}

customElements.define('metric-chart', MetricChart);
