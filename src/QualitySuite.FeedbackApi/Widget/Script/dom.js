/** Makes an element without markup, so that no policy of a page stands in the way. Listeners are properties, everything else attributes. */
export function h(tag, attributes, ...children) {
  const element = /^(svg|path)$/.test(tag) ? document.createElementNS('http://www.w3.org/2000/svg', tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** The pictures are of 24 by 24; a hidden one says nothing to a screen reader. */
export const icon = path => h('svg', { viewBox: '0 0 24 24', 'aria-hidden': true }, h('path', { d: path }));

export const thumb = 'M7 21H4V10h3m0 11V10l4-8c1.7 0 2.7 1.3 2.4 3L12.7 9H18c1.7 0 2.8 1.5 2.4 3.1l-1.7 7A2.5 2.5 0 0 1 16.3 21z';
export const star = 'M12 3.2l2.7 5.6 6.1.8-4.5 4.3 1.1 6.1L12 17.1 6.6 20l1.1-6.1L3.2 9.6l6.1-.8z';
export const flag = 'M5 21V4m0 1c5-3 8 3 14 0v9c-6 3-9-3-14 0';
