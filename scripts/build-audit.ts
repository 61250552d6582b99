// Builds `dist/audit.mjs`: the whole audit as one file that `node` runs in an empty folder, without packages. The same
// sources give the same bytes.

import { rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'rolldown'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** The oldest Node that an auditor may have. */
const TARGET = 'node20'

/** Bundles the audit into `file`, an absolute path; the folder is made when needed. */
export async function buildAudit(file: string): Promise<void> {
  await build({
    cwd: root,
    input: join(root, 'src/cli/audit-main.ts'),
    platform: 'node',
    tsconfig: join(root, 'tsconfig.json'),
    transform: { target: TARGET },
    output: { file, format: 'esm', codeSplitting: false, banner: '#!/usr/bin/env node' },
    logLevel: 'warn',
  })
}

if (import.meta.filename === process.argv[1]) {
  const file = join(root, 'dist', 'audit.mjs')
  rmSync(file, { force: true })
  await buildAudit(file)
  console.log('dist/audit.mjs')
}
