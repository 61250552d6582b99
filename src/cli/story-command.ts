// `vouch story` and `vouch product`: what people show of a shop.

import {
  productsImportedAnswerSchema,
  storiesAnswerSchema,
  storyStateAnswerSchema,
} from '#schema/story-answers.ts'
import { Command } from 'commander'
import { readFile } from './read-file.ts'
import { clientOf, print, serverCommand, type ServerOptions } from './server-command.ts'
import type { Surroundings } from './surroundings.ts'
import { inPath } from './way-request.ts'

type ProgramOptions = ServerOptions & { readonly program: string }
type ImportOptions = ProgramOptions & { readonly file: string }
type HideOptions = ServerOptions & { readonly reason?: string }

/** The command `story` with `list`, `hide` and `show`. */
export function storyCommand(surroundings: Surroundings): Command {
  return new Command('story')
    .description('Stories that people tell of a shop.')
    .addCommand(listCommand(surroundings))
    .addCommand(hideCommand(surroundings))
    .addCommand(showCommand(surroundings))
}

/** The command `product` with `import`. */
export function productCommand(surroundings: Surroundings): Command {
  const importing = serverCommand('import', 'Take over a table of products that stories may show.')
    .requiredOption('--program <id>', 'id of the program')
    .requiredOption('--file <path>', "table: id, title, url, price, currency; or a shop's own export")
    .action(async (options: ImportOptions) => {
      const path = `${programPath(options.program)}/products/csv`
      const file = { type: 'text/csv', bytes: readFile(options.file) }
      const answer = await clientOf(options).postFile(path, file, productsImportedAnswerSchema)
      print(surroundings, options, answer, ({ products }) => [`${products} products taken over.`])
    })
  return new Command('product').description('Products that stories may show.').addCommand(importing)
}

function listCommand(surroundings: Surroundings): Command {
  return serverCommand(
    'list',
    'List the stories of a program, newest first, with the clicks on their products.',
  )
    .requiredOption('--program <id>', 'id of the program')
    .action(async (options: ProgramOptions) => {
      const path = `${programPath(options.program)}/stories`
      const answer = await clientOf(options).list(path, storiesAnswerSchema)
      print(surroundings, options, answer, ({ data }) =>
        data.length === 0
          ? ['No stories.']
          : data.map(
              ({ code, handle, title, state, products }) =>
                `${code}: “${title}” by ${handle}, ${state}; ${products.map((one) => `${one.title} ${one.clicks}`).join(', ')}`,
            ),
      )
    })
}

function hideCommand(surroundings: Surroundings): Command {
  return serverCommand('hide', 'Hide a story: its page, its picture and its links answer no more.')
    .argument('<code>', "the story's code, at the end of its address")
    .option('--reason <words>', 'what its author reads')
    .action(async (code: string, options: HideOptions) => {
      const body = options.reason === undefined ? {} : { reason: options.reason }
      const answer = await clientOf(options).post(`${storyPath(code)}/hide`, body, storyStateAnswerSchema)
      print(surroundings, options, answer, stateLine)
    })
}

function showCommand(surroundings: Surroundings): Command {
  return serverCommand('show', 'Show a story again that was hidden.')
    .argument('<code>', "the story's code, at the end of its address")
    .action(async (code: string, options: ServerOptions) => {
      const answer = await clientOf(options).post(`${storyPath(code)}/show`, {}, storyStateAnswerSchema)
      print(surroundings, options, answer, stateLine)
    })
}

function programPath(programId: string): string {
  return `/v1/programs/${inPath(programId)}`
}

function storyPath(code: string): string {
  return `/v1/stories/${inPath(code)}`
}

function stateLine({ code, state }: { code: string; state: string }): readonly string[] {
  return [`${code}: ${state}.`]
}
