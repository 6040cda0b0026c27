// What is shown is made of elements and text nodes only: nothing is ever read as HTML.

const SVG = 'http://www.w3.org/2000/svg'

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value)
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : value)
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined))
  return element
}

export function el(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children)
}

export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children)
}

// Changes only what differs: a text that is set anew is laid out anew.
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text
  }
}

export function setAttribute(element, name, value) {
  if (element.getAttribute(name) !== value) {
    element.setAttribute(name, value)
  }
}

export function show(element, isShown) {
  if (element.hidden === isShown) {
    element.hidden = !isShown
  }
}

// Only own links: a label could say "javascript:…".
export function link(href, text) {
  return el('a', { href, rel: 'noreferrer' }, text)
}

// Children of one element that are found by a key: rows stay where they are, and keep the focus.
export class Rows {
  constructor(parent, make, update) {
    this.parent = parent
    this.make = make
    this.update = update
    this.byKey = new Map()
  }

  put(key, item) {
    const row = this.byKey.get(key)
    if (row) {
      this.update(row, item)
      return row
    }
    const made = this.make(item)
    this.byKey.set(key, made)
    this.update(made, item)
    return made
  }

  remove(key) {
    this.byKey.get(key)?.root.remove()
    this.byKey.delete(key)
  }

  // All of them, in this order.
  sync(keys, itemOf) {
    const wanted = new Set(keys)
    for (const key of [...this.byKey.keys()]) {
      if (!wanted.has(key)) {
        this.remove(key)
      }
    }
    let next = this.parent.firstElementChild
    for (const key of keys) {
      const root = this.put(key, itemOf(key)).root
      if (root === next) {
        next = next.nextElementSibling
      } else {
        this.parent.insertBefore(root, next)
      }
    }
  }
}
