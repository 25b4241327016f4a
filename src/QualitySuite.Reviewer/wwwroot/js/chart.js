// <metric-chart src name kind="card|page" link>: fetches a metric's series and shows number, chart and legend.
import { draw } from './chart-plot.js';
import { element, formatter, message, shortTime } from './chart-text.js';

const RefreshEvery = 60_000;

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
    window.addEventListener('appearance', this.#redraw);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', this.#redraw);
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#seen.disconnect();
    this.#resize.disconnect();
    this.#plot?.destroy();
    window.removeEventListener('appearance', this.#redraw);
    matchMedia('(prefers-color-scheme: dark)').removeEventListener('change', this.#redraw);
  }

  #load = async () => {
    clearTimeout(this.#timer);
    try {
      const response = await fetch(this.getAttribute('src'), { headers: { Accept: 'application/json' } });
      const body = await response.json();
      if (!response.ok) throw new Error(body.detail ?? 'The data could not be read.');
      this.#data = body;
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
      this.plot.replaceChildren(message('No data in this range'));
      this.dispatchEvent(new CustomEvent('metric-empty', { bubbles: true, detail: { name: this.getAttribute('name') } }));
      return;
    }
    this.#showNumber();
    this.#showLegend();
    this.#redraw();
  }

  #showNumber() {
    const known = this.#data.lines.filter(l => l.latest.mean);
    const line = (known.length ? known : this.#data.lines).reduce((a, b) => (b.latest.t >= a.latest.t ? b : a));
    const newest = line.latest;
    const unit = this.#data.unit === '%' ? ' %' : '';
    this.number.title = `Bucket of ${this.#data.bucket} from ${shortTime(Date.parse(newest.t) / 1000, this.#data.bucketSeconds)} UTC`;
    if (newest.mean) {
      this.number.replaceChildren(
        element('b', '', newest.mean + unit), element('small', '', unit ? '' : this.#data.unit), element('span', 'quiet', newest.interval),
        element('small', '', `n = ${newest.n}`), element('small', '', this.#data.lines.length > 1 ? line.label : ''));
    } else {
      this.number.replaceChildren(element('span', 'say quiet', `Cannot say yet (n = ${newest.n})`));
    }
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
    const text = line.latest.mean ? `${line.latest.mean} ${line.latest.interval}` : `cannot say yet (n = ${line.latest.n})`;
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

// A metric that has nothing in this range leaves the grid for the list below it.
document.addEventListener('metric-empty', event => {
  const list = document.getElementById('without-data');
  const card = event.target.closest('.card');
  if (!list || !card) return;
  card.hidden = true;
  const item = list.firstElementChild ?? list.appendChild(element('li'));
  if (!item.firstChild) item.append(element('span', '', 'Installed, but without data in this range. '), element('span', 'quiet'));
  const names = item.lastElementChild;
  const link = element('a', '', event.detail.name);
  link.href = event.target.getAttribute('link');
  names.append(names.firstChild ? ', ' : '', link);
  list.hidden = false;
  document.getElementById('not-measured').hidden = false;
});

customElements.define('metric-chart', MetricChart);
