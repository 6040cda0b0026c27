// Small pictures; each says in words what it shows.

import { svg } from './dom.js'
import { took } from './words.js'

const WIDTH = 460
const ROW = 22
const LABEL = 110

function picture(width, height, label, ...children) {
  return svg('svg', { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': label }, ...children)
}

// A label may be of any length.
function short(text, length) {
  return text.length > length ? text.slice(0, length - 1) + '…' : text
}

// A wake: each service from when it was started until it was ready.
export function timeline(wake) {
  const services = [...new Set(wake.moments.map((moment) => moment.service))]
  const end = Math.max(wake.tookMillis, ...wake.moments.map((moment) => moment.afterMillis), 1)
  const x = (millis) => LABEL + (millis / end) * (WIDTH - LABEL - 70)
  const rows = services.map((service, index) => lane(service, index * ROW + ROW / 2, wake, x))
  const axis = services.length * ROW + 4
  const said = wake.moments
    .map((moment) => `${moment.service} ${moment.state} after ${took(moment.afterMillis)}`)
    .join(', ')
  return picture(WIDTH, axis + 16, said, ...rows,
    svg('line', { class: 'rule', x1: LABEL, x2: x(end), y1: axis, y2: axis }),
    svg('text', { x: LABEL, y: axis + 12 }, '0'),
    svg('text', { x: x(end), y: axis + 12, 'text-anchor': 'end' }, took(end)))
}

function lane(service, y, wake, x) {
  const own = wake.moments.filter((moment) => moment.service === service)
  const last = own.at(-1)
  const from = x(own[0].afterMillis)
  const to = Math.max(x(last.afterMillis), from + 2)
  const marks = own.slice(1, -1).map((moment) =>
    svg('circle', { class: 'mark', cx: x(moment.afterMillis), cy: y, r: 3 }, svg('title', {}, moment.state)))
  return svg('g', {},
    svg('text', { x: 0, y: y + 4 }, short(service, 16), svg('title', {}, service)),
    svg('rect', { class: last.state === 'failed' ? 'hollow' : 'soft', x: from, y: y - 5, width: to - from, height: 10 }),
    ...marks,
    svg('text', { x: to + 6, y: y + 4 }, last.state))
}

// The last wakes, oldest first.
export function wakeTimes(wakes) {
  const shown = [...wakes].reverse()
  const most = Math.max(...shown.map((wake) => wake.tookMillis), 1)
  const said = 'wakes took ' + shown.map((wake) => took(wake.tookMillis)).join(', ')
  const bars = shown.map((wake, index) => {
    const height = Math.max(2, (wake.tookMillis / most) * 60)
    const failed = Object.values(wake.outcomes).some((outcome) => outcome.result !== 'ready')
    return svg('rect', { class: failed ? 'hollow' : 'fill', x: index * 26 + 1, y: 70 - height, width: 20, height },
      svg('title', {}, took(wake.tookMillis) + (failed ? ', failed' : '')))
  })
  return picture(240, 86, said, ...bars,
    svg('line', { class: 'rule', x1: 0, x2: 206, y1: 71, y2: 71 }),
    svg('text', { x: 0, y: 83 }, 'slowest ' + took(most)))
}

// Requests in each slot of time, from counts that only grow.
export function requests(samples, now, slotMillis, slots) {
  const counts = new Array(slots).fill(0)
  for (let i = 1; i < samples.length; i++) {
    const slot = slots - 1 - Math.floor((now - samples[i].at) / slotMillis)
    if (slot >= 0 && slot < slots) {
      counts[slot] += Math.max(0, samples[i].requests - samples[i - 1].requests)
    }
  }
  const most = Math.max(...counts, 1)
  const total = counts.reduce((sum, each) => sum + each, 0)
  const width = 240 / slots
  const bars = counts.map((each, index) => {
    const height = (each / most) * 60
    return svg('rect', { class: 'fill', x: index * width + 0.5, y: 70 - height, width: width - 1, height })
  })
  const minutes = Math.round((slotMillis * slots) / 60000)
  return picture(240, 86, `${total} requests within ${minutes} minutes`, ...bars,
    svg('line', { class: 'rule', x1: 0, x2: 240, y1: 71, y2: 71 }),
    svg('text', { x: 0, y: 83 }, `${minutes} min ago`),
    svg('text', { x: 240, y: 83, 'text-anchor': 'end' }, `now, ${total} in all`))
}
