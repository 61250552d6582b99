// How many requests without a key one network address may make.

import { describe, expect, test } from 'vitest'
import { limitOpenPosts } from '#http/open-post-limit.ts'

describe('requests without a key', () => {
  test('pass up to the limit, and the next is rate_limited', () => {
    const admit = limitOpenPosts(2, () => 0)
    admit('192.0.2.1')
    admit('192.0.2.1')
    expect(() => admit('192.0.2.1')).toThrow('Too many requests')
  })

  test('of another address are counted apart', () => {
    const admit = limitOpenPosts(1, () => 0)
    admit('192.0.2.1')
    expect(() => admit('192.0.2.2')).not.toThrow()
  })

  test('pass again after a minute, and not a millisecond before', () => {
    let now = 1_000
    const admit = limitOpenPosts(1, () => now)
    admit('192.0.2.1')
    now = 60_999
    expect(() => admit('192.0.2.1')).toThrow()
    now = 61_000
    expect(() => admit('192.0.2.1')).not.toThrow()
  })

  test.each([
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2:a::'],
    ['2001:db8::1', '2001:db8:0:0:9::'],
  ])('of one household count together: %s and %s', (one, other) => {
    const admit = limitOpenPosts(1, () => 0)
    admit(one)
    expect(() => admit(other)).toThrow()
  })

  test('of two households count apart', () => {
    const admit = limitOpenPosts(1, () => 0)
    admit('2001:db8:1:2::1')
    expect(() => admit('2001:db8:1:3::1')).not.toThrow()
  })
})
