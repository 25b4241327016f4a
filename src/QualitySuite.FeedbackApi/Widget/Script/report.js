import { h } from './dom.js';
import { reasons } from './texts.js';

/**
 * The dialog in which a user says what is wrong. The browser keeps the focus in it, closes it on Escape and gives the focus back.
 * @param submit is given the reasons and the comment
 */
export function reportDialog(texts, submit) {
  const boxes = reasons.map(value => h('input', { type: 'checkbox', name: 'reason', value }));
  const comment = h('textarea', { rows: 3, maxlength: 4000, part: 'comment' });
  const error = h('p', { id: 'error', role: 'alert', part: 'error' });
  const dialog = h('dialog', { 'aria-labelledby': 'title', part: 'dialog' },
    h('form', { method: 'dialog', onsubmit },
      h('h2', { id: 'title', part: 'title' }, texts.title),
      h('fieldset', { 'aria-describedby': 'error' }, h('legend', {}, texts.reasons), ...boxes.map(box => h('label', { part: 'reason' }, box, texts[box.value]))),
      error,
      h('label', { class: 'comment' }, texts.comment, comment),
      h('div', {},
        h('button', { type: 'button', part: 'button cancel', onclick: () => dialog.close() }, texts.cancel),
        h('button', { type: 'submit', part: 'button send' }, texts.send))));

  function onsubmit(event) {
    event.preventDefault();
    const chosen = boxes.filter(box => box.checked).map(box => box.value);
    error.textContent = chosen[0] ? '' : texts.choose;
    if (!chosen[0]) {
      boxes[0].focus();
      return;
    }
    dialog.close();
    submit(chosen, comment.value.trim() || undefined);
    event.target.reset();
  }

  dialog.onclose = () => { error.textContent = ''; };
  return dialog;
}
