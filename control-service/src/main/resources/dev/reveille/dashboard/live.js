// What the control service tells, kept up to date by server-sent events; and calls to it.

import { setClock } from './words.js'

const EVENTS_KEPT = 500
const SAMPLES_KEPT = 120
const TRY_AGAIN_MILLIS = 3000

export const store = {
  // False until the control service has told anything.
  isTold: false,
  projects: new Map(),
  certificates: new Map(),
  loads: {},
  problems: [],
  events: [],
  engine: { state: 'unknown' },
  version: '',
  httpPort: 80,
  // By project: { at, requests }, oldest first, since this page was opened.
  samples: new Map(),
}

const listeners = new Set()
let source = null
let told = () => {}

export function subscribe(listener) {
  listeners.add(listener)
}

// stateChanged is called with 'live', 'waiting' or 'out' (log in again).
export function follow(stateChanged) {
  told = stateChanged
  source?.close()
  source = new EventSource('/v1/dashboard/events')
  source.addEventListener('whole', (event) => take(JSON.parse(event.data)))
  source.addEventListener('change', (event) => take(JSON.parse(event.data)))
  source.addEventListener('error', lost)
}

export function leave() {
  source?.close()
  source = null
}

// The browser tries again by itself, but not after an answer that is no stream.
async function lost() {
  const mine = source
  if (!mine) {
    return
  }
  told('waiting')
  if (mine.readyState !== EventSource.CLOSED) {
    return
  }
  const answer = await fetch('/v1/session').catch(() => null)
  if (source !== mine) {
    return
  } else if (answer && (answer.status === 401 || answer.status === 403)) {
    leave()
    told('out')
  } else {
    setTimeout(() => source === mine && follow(told), TRY_AGAIN_MILLIS)
  }
}

function take(message) {
  setClock(message.at)
  store.isTold = true
  const changed = new Set(message.projects.map((project) => project.name))
  const issued = new Set(message.certificates.map((certificate) => certificate.name))
  if (message.full) {
    store.projects.clear()
    store.certificates.clear()
    store.events = []
  }
  message.projects.forEach((project) => store.projects.set(project.name, project))
  message.goneProjects.forEach((name) => store.projects.delete(name))
  message.certificates.forEach((certificate) => store.certificates.set(certificate.name, certificate))
  message.goneCertificates.forEach((name) => store.certificates.delete(name))
  if (message.loads) {
    new Set([...Object.keys(store.loads), ...Object.keys(message.loads)]).forEach((name) => changed.add(name))
    store.loads = message.loads
  }
  store.problems = message.problems ?? store.problems
  store.events = store.events.concat(message.events).slice(-EVENTS_KEPT)
  store.engine = message.engine
  store.version = message.version
  store.httpPort = message.httpPort
  sample(message)
  told('live')
  const change = { full: message.full, projects: changed, gone: message.goneProjects, certificates: issued }
  listeners.forEach((listener) => listener(change))
}

function sample(message) {
  for (const { name, requests } of message.projects) {
    const known = store.samples.get(name) ?? []
    known.push({ at: Date.parse(message.at), requests })
    store.samples.set(name, known.slice(-SAMPLES_KEPT))
  }
  message.goneProjects.forEach((name) => store.samples.delete(name))
}

// { ok, status, body }; a problem's body has title and detail.
export async function call(method, path, body) {
  const options = { method, headers: {} }
  if (body !== undefined) {
    options.headers['Content-Type'] = 'application/json'
    options.body = JSON.stringify(body)
  }
  try {
    const answer = await fetch(path, options)
    const text = await answer.text()
    if (answer.status === 401 && path !== '/v1/session') {
      leave()
      told('out')
    }
    return {
      ok: answer.ok,
      status: answer.status,
      retryAfter: answer.headers.get('Retry-After'),
      body: text ? JSON.parse(text) : {},
    }
  } catch (error) {
    return { ok: false, status: 0, body: { title: 'The control service does not answer', detail: String(error.message) } }
  }
}

// One sentence for people.
export function problem(answer) {
  const { title, detail } = answer.body
  return detail ? `${title}: ${detail}` : title ?? `status ${answer.status}`
}
