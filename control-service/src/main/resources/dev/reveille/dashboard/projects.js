// The table of all projects.

import { el, link, Rows, setAttribute, setText, show } from './dom.js'
import { call, store } from './live.js'
import * as words from './words.js'

const HOSTS_SHOWN = 3

let root, body, rows, filter, summary, none
let shownNames = []

export function title() {
  return 'Projects'
}

export function make() {
  filter = el('input', { type: 'search', id: 'filter', placeholder: 'filter ( / )', 'aria-label': 'Filter projects by name, host or state', oninput: sift })
  summary = el('span', { class: 'quiet', id: 'summary', role: 'status' })
  // The roles are those that the elements have: some browsers forget them where a table is laid out as something else.
  body = el('tbody', { role: 'rowgroup' })
  none = el('p', { class: 'none' })
  rows = new Rows(body, makeRow, updateRow)
  root = el('div', {},
    el('div', { class: 'bar' }, el('h1', {}, 'Projects'), filter, summary),
    el('table', { class: 'lines stack', id: 'projects', role: 'table' }, heads(), body),
    none)
  return root
}

function heads() {
  const head = (text, name = '') => el('th', { scope: 'col', role: 'columnheader', class: name }, text)
  return el('thead', { role: 'rowgroup' }, el('tr', { role: 'row' }, head('Project'), head('State'), head('Hosts'), head('Last use'),
    head('Open', 'number'), head('Sleeps'), head('Memory', 'number wide'), head('CPU', 'number wide')))
}

export function open() {
  redraw()
}

export function update(change) {
  if (change.full || change.gone.length > 0 || [...change.projects].some((name) => !rows.byKey.has(name))) {
    redraw()
    return
  }
  for (const name of change.projects) {
    const project = store.projects.get(name)
    if (project) {
      show(rows.put(name, project).root, matches(project))
    }
  }
  summarise()
}

// Times pass without an event.
export function tick() {
  for (const [name, row] of rows.byKey) {
    const project = store.projects.get(name)
    if (project && !row.root.hidden) {
      updateTimes(row, project)
    }
  }
}

function redraw() {
  shownNames = [...store.projects.keys()].sort()
  rows.sync(shownNames, (name) => store.projects.get(name))
  sift()
}

function sift() {
  for (const [name, row] of rows.byKey) {
    show(row.root, matches(store.projects.get(name)))
  }
  summarise()
}

function matches(project) {
  const wanted = filter.value.trim().toLowerCase()
  if (!wanted) {
    return true
  }
  const text = [project.name, words.state(project.state), ...project.hosts].join(' ').toLowerCase()
  return wanted.split(/\s+/).every((word) => text.includes(word))
}

function summarise() {
  if (!store.isTold) {
    setText(none, 'Reading …')
    return
  }
  const all = [...store.projects.values()]
  const states = new Map()
  all.forEach((project) => states.set(project.state, (states.get(project.state) ?? 0) + 1))
  const troubled = all.filter((project) => project.problems.length > 0).length
  const parts = ['running', 'waking', 'starting', 'falling-asleep', 'asleep']
    .filter((state) => states.has(state))
    .map((state) => `${states.get(state).toLocaleString('en')} ${words.state(state)}`)
  if (troubled > 0) {
    parts.push(words.count(troubled, 'with a problem', 'with problems'))
  }
  setText(summary, [words.count(all.length, 'project', 'projects'), ...parts].join(' · '))
  const isAnyShown = [...rows.byKey.values()].some((row) => !row.root.hidden)
  setText(none, isAnyShown ? '' : all.length > 0 ? 'No project matches the filter.' : 'No container has a host label yet.')
}

function makeRow(project) {
  const name = el('a', { class: 'name', href: '#/projects/' + encodeURIComponent(project.name) }, project.name)
  const cell = (attributes) => el('td', { role: 'cell', ...attributes })
  const row = {
    state: cell({}),
    word: el('span', { class: 'state' }),
    flag: el('span', { class: 'bad' }),
    hosts: cell({ class: 'full' }),
    used: cell({ 'data-label': 'used' }),
    open: cell({ class: 'number', 'data-label': 'open' }),
    sleeps: cell({ 'data-label': 'sleeps' }),
    memory: cell({ class: 'number wide' }),
    processor: cell({ class: 'number wide' }),
  }
  row.state.append(row.word)
  row.root = el('tr', { role: 'row' }, el('td', { role: 'cell', class: 'first', title: project.name }, name), row.state, row.hosts, row.used, row.open,
    row.sleeps, row.memory, row.processor)
  return row
}

function updateRow(row, project) {
  setText(row.word, words.state(project.state))
  setAttribute(row.word, 'data-state', project.state)
  setText(row.flag, ' problem')
  if (project.problems.length > 0 !== row.flag.isConnected) {
    project.problems.length > 0 ? row.state.append(' ', row.flag) : row.flag.remove()
  }
  updateHosts(row, project)
  setText(row.open, project.open > 0 ? String(project.open) : '')
  const load = project.state === 'asleep' ? undefined : store.loads[project.name]
  setText(row.memory, load ? words.bytes(load.memoryBytes) : '')
  setText(row.processor, load ? words.percent(load.processor) : '')
  updateTimes(row, project)
}

function updateTimes(row, project) {
  setText(row.used, project.open > 0 ? 'now' : words.ago(project.lastUse))
  setText(row.sleeps, sleeps(project))
}

export function sleeps(project) {
  if (project.state !== 'running') {
    return ''
  }
  return project.sleep?.due ? words.until(project.sleep.due) : 'stays awake'
}

function updateHosts(row, project) {
  const key = project.hosts.join(' ')
  if (row.hostsKey === key) {
    return
  }
  row.hostsKey = key
  row.hosts.title = key
  row.hosts.replaceChildren(...hostLinks(project.hosts.slice(0, HOSTS_SHOWN)),
    ...(project.hosts.length > HOSTS_SHOWN ? [` +${project.hosts.length - HOSTS_SHOWN}`] : []))
}

// A pattern leads nowhere.
export function hostLinks(hosts) {
  return hosts.flatMap((host, index) => [
    index > 0 ? ', ' : '',
    /^[a-z0-9._-]+$/.test(host) ? link(address(host), host) : el('span', {}, host),
  ])
}

// By the way that the dashboard itself is reached; one that is reached without the gateway knows its port.
function address(host) {
  if (location.protocol === 'https:') {
    return `https://${host}${location.port ? ':' + location.port : ''}/`
  }
  return `http://${host}${store.httpPort === 80 ? '' : ':' + store.httpPort}/`
}

export function key(event) {
  if (event.key === '/' && document.activeElement !== filter) {
    event.preventDefault()
    filter.focus()
    filter.select()
  } else if (event.key === 'Escape' && filter.value) {
    filter.value = ''
    sift()
  } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    move(event)
  }
}

function move(event) {
  const links = [...body.querySelectorAll('tr:not([hidden]) a.name')]
  const at = links.indexOf(document.activeElement)
  const next = links[at + (event.key === 'ArrowDown' ? 1 : -1)]
  if (next) {
    event.preventDefault()
    next.focus()
  } else if (event.key === 'ArrowUp' && at === 0) {
    event.preventDefault()
    filter.focus()
  }
}

export async function act(name, verb) {
  return call('POST', `/v1/projects/${encodeURIComponent(name)}/${verb}`)
}
