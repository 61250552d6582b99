// What a JSON body may not be.

import { describe, expect, test } from 'vitest'
import { Problem } from '#domain/problem.ts'
import { parseJson } from '#http/read-body.ts'

function codeOf(bytes: Uint8Array | string): string {
  try {
    parseJson(typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes)
    return 'taken'
  } catch (error) {
    return error instanceof Problem ? error.code : 'not a problem'
  }
}

/** A value inside `levels` arrays. */
function nested(levels: number): string {
  return `${'['.repeat(levels)}1${']'.repeat(levels)}`
}

describe('a JSON body', () => {
  test.each([
    ['cut off', '{"a":'],
    ['empty', ''],
    ['with a byte order mark', '\uFEFF{}'],
    ['with a comment', '{} // x'],
    ['with single quotes', "{'a':1}"],
    ['with NaN', '{"a":NaN}'],
    ['of two values', '{}{}'],
    ['of bytes that are no UTF-8', Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d)],
  ])('%s is body_malformed', (_name, body) => {
    expect(codeOf(body)).toBe('body_malformed')
  })

  test.each([
    ['a key __proto__', '{"__proto__":{"admin":true}}'],
    ['a key __proto__ deep inside', '{"a":[{"b":{"__proto__":1}}]}'],
    ['NUL in text', '{"a":"x\\u0000y"}'],
    ['NUL in a key', '{"a\\u0000":1}'],
    ['half a character', '{"a":"\\ud83d"}'],
  ])('with %s is input_invalid', (_name, body) => {
    expect(codeOf(body)).toBe('input_invalid')
  })

  test('is taken sixteen levels deep and refused at seventeen', () => {
    expect(codeOf(nested(16))).toBe('taken')
    expect(codeOf(nested(17))).toBe('input_invalid')
  })

  test('nested as deep as a body can be is refused without harm', () => {
    expect(codeOf(nested(32_768))).toBe('input_invalid')
  })

  test('of plain fields comes out as it is', () => {
    expect(parseJson(new TextEncoder().encode('{"name":"Tee & Ü","n":[1,null]}'))).toEqual({
      name: 'Tee & Ü',
      n: [1, null],
    })
  })
})
