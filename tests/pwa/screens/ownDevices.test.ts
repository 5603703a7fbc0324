import { expect, test } from 'vitest'
import { noteDevice, ownDevices } from '$src/screens/ownDevices'

function storage(kept?: string) {
  const items = new Map(kept === undefined ? [] : [['casebook.devices', kept]])
  return { getItem: (key: string) => items.get(key) ?? null, setItem: (key: string, value: string) => void items.set(key, value) }
}

test('a phone that signs in is still the one it was before', () => {
  const own = storage()
  for (const device of ['aaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbb', 'aaaaaaaaaaaaaaaa']) noteDevice(device, own)
  expect([...ownDevices(own)]).toEqual(['aaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbb'])
})

test('a list that somebody broke is begun anew', () => {
  for (const kept of ['', '{', '{"a": 1}', 'null']) {
    const own = storage(kept)
    noteDevice('aaaaaaaaaaaaaaaa', own)
    expect([...ownDevices(own)]).toEqual(['aaaaaaaaaaaaaaaa'])
  }
})

test('a browser that keeps nothing raises nothing', () => {
  const full = {
    getItem: () => null,
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError')
    },
  }
  noteDevice('aaaaaaaaaaaaaaaa', full)
  expect(ownDevices(full).size).toBe(0)
})

test('the list does not grow without end', () => {
  const own = storage()
  for (let number = 0; number < 60; number += 1) noteDevice(number.toString(16).padStart(16, '0'), own)
  expect(ownDevices(own).size).toBe(50)
  expect(ownDevices(own).has('000000000000003b')).toBe(true)
})
