// Logging in and out, and which page is shown.

import { setText, show } from './dom.js'
import { call, follow, leave, problem, store, subscribe } from './live.js'
import * as projects from './projects.js'
import * as project from './project.js'
import * as certificates from './certificates.js'
import * as plan from './plan.js'
import * as events from './events.js'

const TICK_MILLIS = 5000
const PAGES = { projects, certificates, plan, events }
const LINK = { live: 'live', waiting: 'connecting …' }

const $ = (id) => document.getElementById(id)
const roots = new Map()
let page = null
let linkState = 'waiting'

// #/projects/NAME is one project; everything else is a page by its name.
function wanted() {
  const [name, of] = location.hash.replace(/^#\//, '').split('/')
  if (name === 'projects' && of) {
    return { page: project, nav: 'projects', of: decodeURIComponent(of) }
  }
  return { page: PAGES[name] ?? projects, nav: PAGES[name] ? name : 'projects', of: '' }
}

function route() {
  const { page: next, nav, of } = wanted()
  const isOther = page !== next || of !== ''
  const left = page === project && next === projects ? project.title() : ''
  page = next
  if (!roots.has(page)) {
    roots.set(page, page.make())
  }
  $('main').replaceChildren(roots.get(page))
  page.open(of)
  document.title = page.title() + ' · Reveille'
  document.querySelectorAll('nav [data-page]').forEach((each) => {
    each.dataset.page === nav ? each.setAttribute('aria-current', 'page') : each.removeAttribute('aria-current')
  })
  if (left) {
    document.querySelector(`#projects a[href="#/projects/${CSS.escape(encodeURIComponent(left))}"]`)?.focus()
  } else if (isOther) {
    $('main').focus()
  }
}

function enter() {
  show($('loading'), false)
  show($('login'), false)
  show($('inside'), true)
  follow(linkChanged)
  route()
}

function leaveTo(message) {
  leave()
  show($('loading'), false)
  show($('inside'), false)
  show($('login'), true)
  setText($('login-error'), message)
  document.title = 'Reveille'
  $('token').focus()
}

function linkChanged(state) {
  if (state === 'out') {
    leaveTo('You have been logged out.')
    return
  }
  linkState = state
  setText($('link'), LINK[state])
  tellTrouble()
}

function tellTrouble() {
  const { state, reason } = store.engine
  const engine = state === 'unreachable' ? `The engine does not answer, what runs is served: ${reason}` : ''
  setText($('trouble'), linkState === 'live' ? engine : '')
}

async function login(event) {
  event.preventDefault()
  const field = $('token')
  const answer = await call('POST', '/v1/session', { token: field.value })
  if (answer.ok) {
    field.value = ''
    setText($('login-error'), '')
    enter()
  } else if (answer.status === 401) {
    setText($('login-error'), 'This is not the admin token.')
    field.select()
  } else {
    const wait = answer.retryAfter ? ` (again in ${answer.retryAfter} s)` : ''
    setText($('login-error'), problem(answer) + wait)
  }
}

async function logout() {
  leave()
  await call('DELETE', '/v1/session')
  leaveTo('')
}

function pressed(event) {
  const isTyping = event.target.matches?.('input') && event.key !== 'Escape' && !event.key.startsWith('Arrow')
  if (page && !$('inside').hidden && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
    page.key(event)
  }
}

subscribe((change) => {
  page?.update(change)
  tellTrouble()
})
setInterval(() => !$('inside').hidden && page?.tick(), TICK_MILLIS)
addEventListener('hashchange', () => !$('inside').hidden && route())
addEventListener('keydown', pressed)
$('login').addEventListener('submit', login)
$('logout').addEventListener('click', logout)

const answer = await call('GET', '/v1/session')
answer.ok ? enter() : leaveTo(answer.status === 401 ? '' : problem(answer))
