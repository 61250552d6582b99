// How the story looks in a terminal: one line a stage, then one reward and one line for each user. Bold only where the
// stream is a terminal that wants it.

import { styleText } from 'node:util'
import type { ToldLine } from './story/tell-story.ts'

/** Columns of the longest label, so that sentences begin below one another. */
const LABEL_COLUMNS = 8

export type Print = {
  readonly title: (text: string) => void
  readonly line: (label: string, sentence: string, seconds?: number) => void
  readonly told: (title: string, lines: readonly ToldLine[]) => void
}

/** Prints to `stream`; without escape codes when it is no terminal, or NO_COLOR is set. */
export function printTo(stream: NodeJS.WriteStream): Print {
  const bold = (text: string): string => styleText('bold', text, { stream })
  const dim = (text: string): string => styleText('dim', text, { stream })
  const line: Print['line'] = (label, sentence, seconds) => {
    const took = seconds === undefined ? '' : dim(`  ${seconds.toFixed(1)} s`)
    stream.write(`${bold(label.padStart(LABEL_COLUMNS))}  ${sentence}${took}\n`)
  }
  return {
    title: (text) => stream.write(`${bold(text)}\n`),
    line,
    told: (title, lines) => {
      stream.write(`\n${bold(title)}\n`)
      for (const { label, sentence } of lines) line(label, sentence)
    },
  }
}
