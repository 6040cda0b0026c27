// Times and sizes as people say them.

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

// The service's clock, not the browser's: they may differ by minutes.
let ahead = 0

export function setClock(at) {
  ahead = Date.parse(at) - Date.now()
}

export function now() {
  return Date.now() + ahead
}

// 42 s, 12 min, 3.5 h, 12 d
export function span(millis) {
  if (millis < MINUTE) {
    return Math.max(0, Math.round(millis / SECOND)) + ' s'
  } else if (millis < 2 * HOUR) {
    return Math.round(millis / MINUTE) + ' min'
  } else if (millis < 2 * DAY) {
    return Math.round(millis / HOUR) + ' h'
  }
  return Math.round(millis / DAY) + ' d'
}

// 0.42 s, 12.1 s: how long something took
export function took(millis) {
  return millis < 10 * SECOND ? (millis / SECOND).toFixed(2) + ' s' : span(millis)
}

export function ago(time) {
  const passed = now() - Date.parse(time)
  return passed < 5 * SECOND ? 'now' : span(passed) + ' ago'
}

export function until(time) {
  const left = Date.parse(time) - now()
  return left < SECOND ? 'now' : 'in ' + span(left)
}

// 2026-01-31 12:00
export function date(time) {
  const at = new Date(time)
  const two = (number) => String(number).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`
}

export function clock(time) {
  return new Date(time).toTimeString().slice(0, 8)
}

export function bytes(count) {
  if (count < 1024 * 1024) {
    return Math.round(count / 1024) + ' KiB'
  } else if (count < 1024 * 1024 * 1024) {
    return (count / 1024 / 1024).toFixed(count < 100 * 1024 * 1024 ? 1 : 0) + ' MiB'
  }
  return (count / 1024 / 1024 / 1024).toFixed(1) + ' GiB'
}

export function percent(number) {
  return number.toFixed(1) + ' %'
}

export function count(number, one, many) {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`
}

export function state(word) {
  return word.replace('-', ' ')
}
