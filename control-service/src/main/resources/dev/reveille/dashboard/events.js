// What happened, newest first.

import { el, Rows, setText } from './dom.js'
import { store } from './live.js'
import * as words from './words.js'

let body, rows, none

export function title() {
  return 'Events'
}

export function make() {
  body = el('tbody', { 'aria-live': 'polite', 'aria-relevant': 'additions' })
  rows = new Rows(body, makeRow, () => {})
  none = el('p', { class: 'none' })
  const head = (text) => el('th', { scope: 'col' }, text)
  return el('div', {},
    el('h1', { class: 'bar' }, 'Events'),
    el('table', { class: 'stack', id: 'events' },
      el('colgroup', {}, ...['w-clock', 'w-cert', 'w-cert', ''].map((name) => el('col', { class: name }))),
      el('thead', {}, el('tr', {}, head('Time'), head('Event'), head('Of'), head('What'))), body),
    none)
}

export function open() {
  draw()
}

export function update() {
  draw()
}

export function tick() {}
export function key() {}

function draw() {
  const numbers = store.events.map((event) => event.number).reverse()
  const byNumber = new Map(store.events.map((event) => [event.number, event]))
  rows.sync(numbers, (number) => byNumber.get(number))
  setText(none, numbers.length === 0 ? 'Nothing has happened since the control service started.' : '')
}

function makeRow({ time, kind, subject, text }) {
  return {
    root: el('tr', { class: 'fresh' }, el('td', { title: words.date(time) }, words.clock(time)), el('td', {}, kind),
      el('td', { class: 'full' }, subject), el('td', { class: 'full' }, text)),
  }
}
