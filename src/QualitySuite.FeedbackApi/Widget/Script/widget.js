import './automatic.js';
import { flag, h, icon, star, thumb } from './dom.js';
import { newId, send } from './queue.js';
import { reportDialog } from './report.js';
import { target } from './settings.js';
import { parse } from './store.js';
import css from 'widget-style'; // widget.css without its spaces
import { english } from './texts.js';
import { remember, votesOf } from './votes.js';

// Arrow keys pass over the stars between: what is sent is where they come to rest.
const restMilliseconds = 600;

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

/** <quality-feedback generation token user session api key controls position shown surface texts>: README.md says what each attribute is. */
class QualityFeedback extends HTMLElement {
  static observedAttributes = ['generation', 'user', 'controls', 'texts'];

  #root = this.attachShadow({ mode: 'open' });
  #unsent;

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [sheet];
  }

  connectedCallback() {
    addEventListener('pagehide', this.#sendRested);
    this.#draw();
  }

  disconnectedCallback() {
    removeEventListener('pagehide', this.#sendRested);
    this.#sendRested();
  }

  attributeChangedCallback() {
    if (this.isConnected) this.#draw();
  }

  #draw() {
    this.#sendRested();
    const texts = { ...english, ...parse(this.getAttribute('texts')) };
    const parts = {
      thumbs: () => [this.#thumb(texts.up, 1), this.#thumb(texts.down, -1)],
      stars: () => [this.#stars(texts)],
      report: () => this.#report(texts),
    };
    const controls = (this.getAttribute('controls') ?? 'thumbs stars report').split(' ').flatMap(name => parts[name]?.() ?? []);
    this.status = h('span', { role: 'status', part: 'status' });
    this.texts = texts;
    this.#root.replaceChildren(h('div', { class: 'bar', role: 'group', 'aria-label': texts.label, part: 'bar' }, ...controls, this.status));
    this.#show();
  }

  #thumb(label, value) {
    return h('button', {
      type: 'button', part: 'button thumb ' + (value > 0 ? 'up' : 'down'), 'aria-label': label, title: label, 'data-thumb': value,
      onclick: event => { if (event.currentTarget.ariaPressed !== 'true') this.#vote('thumb', value); },
    }, icon(thumb));
  }

  #stars(texts) {
    const labels = [1, 2, 3, 4, 5].map(n => h('label', { part: 'star' },
      h('input', { type: 'radio', name: 'stars', value: n, 'aria-label': texts.star.replace('{n}', n), onchange: () => this.#rest(n) }), icon(star)));
    return h('span', { class: 'stars', role: 'radiogroup', 'aria-label': texts.stars, part: 'stars' }, ...labels);
  }

  #report(texts) {
    const dialog = reportDialog(texts, (reasons, comment) => this.#vote('report', 1, { value: undefined, reasons, comment }));
    return [h('button', { type: 'button', class: 'report', part: 'button report', 'aria-haspopup': 'dialog', onclick: () => dialog.showModal() }, icon(flag), h('span', {})), dialog];
  }

  #rest(stars) {
    clearTimeout(this.#unsent?.timer);
    this.#unsent = { stars, to: this.#target(), timer: setTimeout(this.#sendRested, restMilliseconds) };
  }

  #sendRested = event => {
    const rested = this.#unsent;
    this.#unsent = undefined;
    clearTimeout(rested?.timer);
    if (rested) this.#vote('stars', rested.stars, {}, event?.type === 'pagehide', rested.to);
  };

  #target() {
    return target(name => this.getAttribute(name));
  }

  #vote(kind, value, more, atOnce, to = this.#target()) {
    if (!to) return;
    const before = votesOf(to.body)[kind];
    remember(to.body, kind, value);
    this.#show();
    const listen = outcome => {
      if (outcome === 'refused') remember(to.body, kind, before);
      this.#show();
      this.status.textContent = this.texts[outcome];
      this.dispatchEvent(new CustomEvent('quality-feedback', { bubbles: true, composed: true, detail: { kind, value, outcome } }));
    };
    send(to, 'feedback', { ...to.body, kind, value, ...more, feedbackId: newId() }, { listen, atOnce });
  }

  /** Shows what this user said before. Attributes are texts, so == compares. */
  #show() {
    const to = this.#target();
    const said = to ? votesOf(to.body) : {};
    for (const button of this.#root.querySelectorAll('[data-thumb]')) button.ariaPressed = button.dataset.thumb == said.thumb;
    for (const input of this.#root.querySelectorAll('[type=radio]')) input.checked = input.value == said.stars;
    const label = this.#root.querySelector('.report span');
    if (label) label.textContent = said.report ? this.texts.reported : this.texts.report;
  }
}

if (!customElements.get('quality-feedback')) customElements.define('quality-feedback', QualityFeedback);
