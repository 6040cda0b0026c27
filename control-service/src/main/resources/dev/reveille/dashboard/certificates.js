// The certificates, and renewing them.

import { el, Rows, setAttribute, setText, show } from './dom.js'
import { call, problem, store } from './live.js'
import * as words from './words.js'

const DAY = 24 * 60 * 60 * 1000
const SOON = 7 * DAY

let rows, body, problems, none

export function title() {
  return 'Certificates'
}

export function make() {
  body = el('tbody')
  problems = el('ul', { class: 'plain' })
  none = el('p', { class: 'none' }, 'No host has a certificate of its own.')
  rows = new Rows(body, makeRow, updateRow)
  const head = (text, name) => el('th', { scope: 'col', class: name }, text)
  return el('div', {},
    el('h1', { class: 'bar' }, 'Certificates'),
    problems,
    el('table', { class: 'stack', id: 'certificates' },
      el('colgroup', {}, ...['w-cert', 'w-source', 'w-expiry', '', 'w-button'].map((name) => el('col', { class: name }))),
      el('thead', {}, el('tr', {}, head('Name'), head('Source'), head('Expires'), head('Next'), head(''))),
      body),
    none)
}

export function open() {
  redraw()
}

export function update(change) {
  if (change.full || change.certificates.size > 0) {
    redraw()
  }
}

export function tick() {
  redraw()
}

export function key() {}

function redraw() {
  const names = [...store.certificates.keys()].sort()
  rows.sync(names, (name) => store.certificates.get(name))
  show(none, names.length === 0)
  const known = [...problems.children].map((item) => item.textContent)
  if (known.join('\n') !== store.problems.join('\n')) {
    problems.replaceChildren(...store.problems.map((text) => el('li', { class: 'bad' }, text)))
  }
}

function makeRow(certificate) {
  const name = certificate.name
  const row = {
    source: el('td'),
    expires: el('td', { 'data-label': 'expires' }),
    next: el('td', { class: 'full' }),
    plan: el('div'),
    error: el('div', { class: 'bad' }),
    progress: el('div', { role: 'status' }),
    button: el('button', { type: 'button', 'aria-label': 'Renew now: ' + name }, 'Renew now'),
    force: el('button', { type: 'button', 'aria-label': 'Renew all the same: ' + name, hidden: true }, 'Renew all the same'),
  }
  row.button.addEventListener('click', () => row.button.getAttribute('aria-disabled') !== 'true' && renew(row, name, false))
  row.force.addEventListener('click', () => renew(row, name, true))
  row.next.append(row.plan, row.error, row.progress)
  row.root = el('tr', {}, el('td', { class: 'first' }, name === '*' ? '* (everyone else)' : name), row.source, row.expires, row.next,
    el('td', {}, row.button, row.force))
  return row
}

function updateRow(row, { source, trusted, certificate, issuance }) {
  setText(row.source, [source ?? 'none yet', trusted === false ? 'not trusted' : ''].filter(Boolean).join(', '))
  const left = certificate ? Date.parse(certificate.notAfter) - words.now() : Infinity
  setText(row.expires, certificate ? `${words.date(certificate.notAfter)} (${left < 0 ? 'expired' : words.until(certificate.notAfter)})` : '')
  row.expires.classList.toggle('bad', left < SOON && source !== 'issued' && source !== 'local-ca' || left < 0)
  setText(row.plan, issuance ? [issuance.next, issuance.nextAt ? words.until(issuance.nextAt) : ''].filter(Boolean).join(', ') : '')
  setText(row.error, issuance?.lastError ?? '')
  show(row.error, Boolean(issuance?.lastError))
  // A name that no CA is asked for can't be renewed either.
  show(row.button, Boolean(issuance && (certificate || issuance.nextAt)) && row.force.hidden)
}

async function renew(row, name, isForced) {
  setAttribute(row.button, 'aria-disabled', 'true')
  show(row.force, false)
  setText(row.progress, 'asking …')
  const answer = await call('POST', `/v1/certificates/${encodeURIComponent(name)}/renew${isForced ? '?force=true' : ''}`)
  if (!answer.ok) {
    setText(row.progress, problem(answer))
    setAttribute(row.button, 'aria-disabled', 'false')
    const canBeForced = answer.status === 409 && problem(answer).includes('force=true')
    show(row.force, canBeForced)
    show(row.button, !canBeForced)
    return
  }
  show(row.button, true)
  followJob(row, answer.body.id)
}

function followJob(row, id) {
  const stream = new EventSource(`/v1/renewals/${encodeURIComponent(id)}/events`)
  const tell = (word) => (event) => {
    const { steps } = JSON.parse(event.data)
    setText(row.progress, [word, steps.at(-1)?.text].filter(Boolean).join(': '))
    if (word) {
      stream.close()
      setAttribute(row.button, 'aria-disabled', 'false')
    }
  }
  stream.addEventListener('progress', tell(''))
  stream.addEventListener('done', tell('renewed'))
  stream.addEventListener('failed', tell('not renewed'))
  stream.addEventListener('error', () => {
    if (stream.readyState === EventSource.CLOSED) {
      setText(row.progress, 'how it goes on is not known; the table tells its end')
      setAttribute(row.button, 'aria-disabled', 'false')
    }
  })
}
