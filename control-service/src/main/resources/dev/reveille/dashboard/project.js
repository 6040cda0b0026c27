// One project.

import { el, Rows, setAttribute, setText, show } from './dom.js'
import { call, problem, store } from './live.js'
import { act, hostLinks, sleeps } from './projects.js'
import { requests, timeline, wakeTimes } from './charts.js'
import * as words from './words.js'

const TIMELINES = 3
const SLOT_MILLIS = 15000
const SLOTS = 20

let name = ''
let parts = {}
let containers
let asked = {}

export function title() {
  return name
}

export function make() {
  parts = {
    heading: el('h1'),
    state: el('span', { class: 'state' }),
    hosts: el('span'),
    wake: el('button', { type: 'button', onclick: (event) => isOn(event) && press('wake') }, 'Wake'),
    sleep: el('button', { type: 'button', onclick: (event) => isOn(event) && press('sleep') }, 'Sleep'),
    keep: el('button', { type: 'button', onclick: () => press('keep-awake?for=2h') }, 'Keep awake 2 h'),
    release: el('button', { type: 'button', onclick: () => press('keep-awake?for=0') }, 'Let it sleep'),
    message: el('span', { role: 'status' }),
    problems: el('ul', { class: 'plain', role: 'status' }),
    facts: el('dl'),
    containers: el('tbody'),
    wakes: el('div'),
    charts: el('div', { class: 'charts' }),
    logs: el('div'),
  }
  containers = new Rows(parts.containers, makeContainer, updateContainer)
  parts.factRows = new Map()
  const head = (text) => el('th', { scope: 'col' }, text)
  const again = el('button', { type: 'button', onclick: () => readLogs() }, 'Read again')
  return el('div', {},
    el('p', {}, el('a', { href: '#/projects' }, '← Projects'), el('span', { class: 'quiet' }, ' (Esc)')),
    el('div', { class: 'head' }, parts.heading, parts.state, parts.hosts),
    el('div', { class: 'actions' }, parts.wake, parts.sleep, parts.keep, parts.release, parts.message),
    parts.problems,
    parts.facts,
    el('h2', {}, 'Containers'),
    el('table', { class: 'stack' },
      el('thead', {}, el('tr', {}, head('Service'), head('Container'), head('Status'), head('Health'))), parts.containers),
    el('h2', {}, 'Wakes and requests'), parts.charts, parts.wakes,
    el('h2', {}, 'Last log lines'), el('p', {}, again), parts.logs)
}

export function open(wanted) {
  name = wanted
  asked = {}
  setText(parts.message, '')
  parts.wakes.replaceChildren()
  parts.charts.replaceChildren()
  parts.logs.replaceChildren()
  containers.sync([], () => null)
  draw()
}

export function update(change) {
  if (change.full || change.projects.has(name) || change.gone.includes(name)) {
    draw()
  }
}

export function tick() {
  const project = store.projects.get(name)
  if (project) {
    drawFacts(project)
    drawCharts()
  }
}

export function key(event) {
  if (event.key === 'Escape') {
    location.hash = '#/projects'
  }
}

function isOn(event) {
  return event.currentTarget.getAttribute('aria-disabled') !== 'true'
}

async function press(verb) {
  const pressed = name
  setText(parts.message, verb === 'sleep' ? 'falling asleep …' : '')
  const answer = await act(pressed, verb)
  if (pressed === name) {
    setText(parts.message, answer.ok ? done(verb) : problem(answer))
    parts.message.classList.toggle('bad', !answer.ok)
  }
}

function done(verb) {
  return { wake: '', sleep: 'asleep', 'keep-awake?for=2h': 'kept awake for 2 h' }[verb] ?? 'may sleep again'
}

function draw() {
  const project = store.projects.get(name)
  setText(parts.heading, name)
  if (!project) {
    setText(parts.state, 'not there')
    setAttribute(parts.state, 'data-state', 'gone')
    return
  }
  setText(parts.state, words.state(project.state))
  setAttribute(parts.state, 'data-state', project.state)
  if (parts.hosts.title !== project.hosts.join(' ')) {
    parts.hosts.title = project.hosts.join(' ')
    parts.hosts.replaceChildren(...hostLinks(project.hosts))
  }
  // Not really disabled: whoever has just pressed it by a key would lose his place.
  setAttribute(parts.wake, 'aria-disabled', String(project.state === 'running' || project.state === 'waking'))
  setAttribute(parts.sleep, 'aria-disabled', String(project.state === 'asleep' || project.state === 'falling-asleep'))
  if (!project.keptAwakeUntil && document.activeElement === parts.release) {
    parts.keep.focus()
  }
  show(parts.release, Boolean(project.keptAwakeUntil))
  drawProblems(project)
  drawFacts(project)
  containers.sync(project.containers.map((each) => each.id), (id) => project.containers.find((each) => each.id === id))
  askForMore(project)
  drawCharts()
}

function drawProblems(project) {
  const texts = [...project.problems]
  Object.entries(project.lastWake?.outcomes ?? {})
    .filter(([, outcome]) => outcome.reason && project.state !== 'running' && project.state !== 'waking')
    .forEach(([, outcome]) => texts.push('the last wake failed: ' + outcome.reason))
  const known = [...parts.problems.children].map((item) => item.textContent)
  if (known.join('\n') !== texts.join('\n')) {
    parts.problems.replaceChildren(...texts.map((text) => el('li', { class: 'bad' }, text)))
  }
}

function drawFacts(project) {
  const load = project.state === 'asleep' ? undefined : store.loads[name]
  const facts = [
    ['Last use', `${project.open > 0 ? 'now' : words.ago(project.lastUse)}, ${project.usedBy}`],
    ['Requests', `${project.requests.toLocaleString('en')}, ${project.open} open now`],
    ['Sleeps', [sleeps(project), project.sleep?.due || project.keptAwakeUntil ? '' : project.sleep?.reason].filter(Boolean).join(': ')],
    ['Kept awake', project.keptAwakeUntil ? 'until ' + words.date(project.keptAwakeUntil) : ''],
    ['Takes', load ? `${words.bytes(load.memoryBytes)}, ${words.percent(load.processor)} of a processor` : ''],
    ['Wake', project.wake ? progress(project.wake) : ''],
  ]
  for (const [label, text] of facts) {
    const row = parts.factRows.get(label) ?? newFact(label)
    setText(row.value, text)
    show(row.label, text !== '')
    show(row.value, text !== '')
  }
}

function newFact(label) {
  const row = { label: el('dt', {}, label), value: el('dd', label === 'Wake' ? { role: 'status' } : {}) }
  parts.factRows.set(label, row)
  parts.facts.append(row.label, row.value)
  return row
}

function progress(wake) {
  if (wake.phase === 'queued') {
    return `number ${wake.queuePosition} in the queue`
  }
  return wake.steps.map((step) => `${step.service} is ${step.state}`).join(', ')
}

function makeContainer() {
  const row = {
    service: el('td', { class: 'first' }),
    name: el('td', { class: 'full' }),
    status: el('td'),
    health: el('td', { 'data-label': 'health' }),
  }
  row.root = el('tr', {}, row.service, row.name, row.status, row.health)
  return row
}

function updateContainer(row, container) {
  setText(row.service, container.service)
  setText(row.name, container.name)
  setText(row.status, container.status)
  setText(row.health, container.health === 'none' ? '' : container.health)
}

// Wakes and log lines are asked for when there are new ones, not all the time.
function askForMore(project) {
  const begun = project.lastWake?.begun ?? ''
  if (asked.wakes !== begun) {
    asked.wakes = begun
    readWakes()
  }
  if (asked.state !== project.state) {
    asked.state = project.state
    readLogs()
  }
}

async function readWakes() {
  const wanted = name
  const answer = await call('GET', `/v1/projects/${encodeURIComponent(wanted)}/wakes`)
  if (wanted !== name || !answer.ok) {
    return
  }
  asked.list = answer.body.wakes
  const pictures = asked.list.slice(0, TIMELINES).filter((wake) => wake.moments.length > 0).map((wake) =>
    el('figure', {}, el('figcaption', {}, caption(wake)), timeline(wake)))
  parts.wakes.replaceChildren(...(pictures.length > 0 ? pictures : [el('p', { class: 'none' }, 'No wake since the control service started.')]))
  drawCharts()
}

function caption(wake) {
  const failed = Object.values(wake.outcomes).find((outcome) => outcome.result !== 'ready')
  return `${words.date(wake.begun)}, ${failed ? failed.result.replaceAll('-', ' ') + ' after' : 'took'} ${words.took(wake.tookMillis)}`
}

function drawCharts() {
  const charts = []
  if (asked.list?.length > 1) {
    charts.push(el('figure', {}, el('figcaption', {}, `Last ${asked.list.length} wakes`), wakeTimes(asked.list)))
  }
  const samples = store.samples.get(name) ?? []
  if (samples.length > 1) {
    charts.push(el('figure', {}, el('figcaption', {}, 'Requests'), requests(samples, words.now(), SLOT_MILLIS, SLOTS)))
  }
  parts.charts.replaceChildren(...charts)
}

async function readLogs() {
  const wanted = name
  const answer = await call('GET', `/v1/projects/${encodeURIComponent(wanted)}/logs`)
  if (wanted !== name) {
    return
  }
  if (!answer.ok) {
    parts.logs.replaceChildren(el('p', { class: 'bad' }, problem(answer)))
    return
  }
  parts.logs.replaceChildren(...answer.body.containers.flatMap((container) => [
    el('p', { class: 'quiet' }, container.name),
    container.error
      ? el('p', { class: 'bad' }, container.error)
      : el('pre', { tabindex: 0, 'aria-label': 'Log of ' + container.name }, container.lines.join('\n') || '(nothing)'),
  ]))
  parts.logs.querySelectorAll('pre').forEach((pre) => {
    pre.scrollTop = pre.scrollHeight
  })
}
