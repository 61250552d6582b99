import { Writable } from 'node:stream'
import { WriteStream } from 'node:tty'
import { afterEach, expect, test, vi } from 'vitest'
import { printTo } from '../../../scripts/demo/print-story.ts'
import { generateMarket } from '../../../scripts/demo/story/market.ts'
import { counted, isTellable, units } from '../../../scripts/demo/story/tell-story.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

/** A stream that decides about colours as Node's terminals do. */
function streamLike(isTTY: boolean): { stream: NodeJS.WriteStream; text: () => string } {
  let text = ''
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString()
      done()
    },
  })
  const stream = Object.assign(sink, {
    isTTY,
    getColorDepth: () => WriteStream.prototype.getColorDepth.call(sink),
  }) as unknown as NodeJS.WriteStream
  return { stream, text: () => text }
}

test.each(Array.from({ length: 20 }, (_, seed) => seed))(
  'the story of seed %i has a reward worth following',
  (seed) => {
    const { refunds } = generateMarket(seed)
    expect(refunds.some((refund) => isTellable(refunds, refund))).toBe(true)
  },
)

test('a pipe gets plain text, one line a stage', () => {
  const { stream, text } = streamLike(false)
  printTo(stream).line('join', '40 people', 1.26)
  expect(text()).toBe('    join  40 people  1.3 s\n')
})

test('a terminal gets bold labels, unless NO_COLOR is set', () => {
  for (const name of ['CI', 'FORCE_COLOR', 'NO_COLOR', 'NODE_DISABLE_COLORS']) vi.stubEnv(name, undefined)
  vi.stubEnv('TERM', 'xterm-256color')
  const colourful = streamLike(true)
  printTo(colourful.stream).line('join', '40 people')
  expect(colourful.text()).toContain('\u001b[1m    join')

  vi.stubEnv('NO_COLOR', '1')
  const plain = streamLike(true)
  printTo(plain.stream).told('Title', [{ label: 'link', sentence: 'x' }])
  expect(plain.text()).toBe('\nTitle\n    link  x\n')
})

test('figures are written with a point, counts with their noun', () => {
  expect([units(93_000n), units(430_496_100n), units(0n)]).toEqual(['0.093', '430.4961', '0.00'])
  expect([counted(1, 'order'), counted(1995, 'click'), counted(2, 'person', 'people')]).toEqual([
    '1 order',
    '1 995 clicks',
    '2 people',
  ])
})
