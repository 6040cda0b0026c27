// What is going to sleep and to be removed, with reasons: read when the page is opened, since the engine is asked for it.

import { el } from './dom.js'
import { call, problem } from './live.js'
import * as words from './words.js'

const KINDS = ['containers', 'volumes', 'networks', 'images']

let result

export function title() {
  return 'Plan'
}

export function make() {
  result = el('div', { role: 'status' })
  return el('div', {},
    el('div', { class: 'bar' }, el('h1', {}, 'Plan'), el('button', { type: 'button', onclick: read }, 'Look again')),
    result)
}

export function open() {
  result.replaceChildren(el('p', { class: 'quiet' }, 'Asking the engine …'))
  read()
}

export function update() {}
export function tick() {}
export function key() {}

async function read() {
  const answer = await call('GET', '/v1/reap')
  if (!answer.ok) {
    result.replaceChildren(el('p', { class: 'bad' }, problem(answer)))
    return
  }
  const { at, sleeps, refused, projects, orphans } = answer.body
  result.replaceChildren(
    el('p', { class: 'quiet' }, 'As of ' + words.clock(at) + '. Nothing is changed by looking.'),
    el('h2', {}, 'Sleep'), table(['Project', 'What', 'When', 'Why'], sleeps.map(sleepRow), 'No project runs.'),
    el('h2', {}, 'Removal'),
    refused ? el('p', { class: 'bad' }, 'Nothing is removed: ' + refused) : null,
    table(['Project', 'What', 'When', 'Why'], projects.map(removalRow), 'No project is looked at for removal.'),
    el('h2', {}, 'Directories that no project names'),
    table(['Directory', 'What', 'When', 'Why'], orphans.map(orphanRow), 'None.'))
}

function table(heads, rows, none) {
  if (rows.length === 0) {
    return el('p', { class: 'none' }, none)
  }
  return el('table', { class: 'stack' },
    el('colgroup', {}, ...['w-cert', 'w-time', 'w-expiry', ''].map((name) => el('col', { class: name }))),
    el('thead', {}, el('tr', {}, ...heads.map((text) => el('th', { scope: 'col' }, text)))),
    el('tbody', {}, ...rows))
}

function row(first, action, due, why) {
  return el('tr', {}, el('td', { class: 'first' }, first), el('td', {}, action), el('td', {}, due ? words.until(due) : ''),
    el('td', { class: 'full' }, ...why))
}

function projectLink(name) {
  return el('a', { href: '#/projects/' + encodeURIComponent(name) }, name)
}

function sleepRow({ project, action, reason, due }) {
  return row(projectLink(project), action, due, [reason])
}

function removalRow(planned) {
  const things = KINDS.flatMap((kind) => planned[kind].map((thing) => [kind, thing]))
  if (planned.directory) {
    things.push(['directory', planned.directory])
  }
  const announced = planned.announced ? `, announced ${words.ago(planned.announced)}` : ''
  const list = things.map(([kind, thing]) =>
    el('li', {}, `${kind.replace(/s$/, '')} ${thing.name}${thing.bytes ? ' ' + words.bytes(thing.bytes) : ''}: ${thing.reason}`))
  list.push(...planned.kept.map((text) => el('li', {}, 'kept: ' + text)))
  return row(projectLink(planned.project), planned.action, planned.due, [
    planned.reason + announced,
    list.length === 0 ? null : el('details', {},
      el('summary', {}, words.count(things.length, 'thing', 'things') + (planned.bytes ? ', ' + words.bytes(planned.bytes) : '')),
      el('ul', { class: 'plain' }, ...list)),
  ].filter(Boolean))
}

function orphanRow({ path, action, reason, due, bytes }) {
  return row(path, action, due, [reason + (bytes ? ', ' + words.bytes(bytes) : '')])
}
