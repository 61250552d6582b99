// Makes a fresh clone ready before any other script runs: installs the packages under Node 26 when they are missing
// or do not fit the lockfile. Plain JavaScript for Node 20, because nothing is installed yet. Prints on stderr only.

import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** The oldest Node that can run this file and npm's launcher. */
const OLDEST_NODE_MAJOR = 20

/** A line on stderr tells that the installation is alive. */
const PROGRESS_INTERVAL_MILLISECONDS = 5_000

/** How often a second command looks whether the first one's installation is done. */
const LOCK_INTERVAL_MILLISECONDS = 500

/** Without a network npm would try for ten minutes; these make it give up within about one. */
const IMPATIENCE = ['--fetch-retries=1', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000']

/** What npm passes from an outer call to an inner one, and what would be wrong there. */
const OUTER_CALL_ONLY = /^npm_config_(allow_scripts|package|call|yes|json|loglevel)$/i

const root = fileURLToPath(new URL('..', import.meta.url))
const modules = join(root, 'node_modules')
const stampFile = join(modules, '.vouchpenny-installed')
const lockFolder = join(root, '.vouchpenny', 'installing')
const nodeVersion = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).devDependencies.node

try {
  await main()
} catch (error) {
  console.error(`vouchpenny: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}

async function main() {
  const [major = 0] = process.versions.node.split('.').map(Number)
  if (major < OLDEST_NODE_MAJOR) {
    throw new Error(
      `Node ${OLDEST_NODE_MAJOR} or newer is needed to begin, and this is ${process.versions.node}.`,
    )
  }
  if (process.argv.includes('--install')) return await install()
  if (isInstalled()) return
  await takeLock()
  try {
    if (isInstalled()) return
    await withProgress(() => installUnderRightNode(major))
    if (!isInstalled())
      throw new Error('The installation ended, but it is not complete; remove node_modules and try again.')
  } finally {
    rmSync(lockFolder, { recursive: true, force: true })
  }
}

/** The stamp is written last, so an interrupted installation has none. */
function isInstalled() {
  if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== fingerprint()) return false
  const node = spawnSync(join(modules, '.bin', 'node'), ['--version'], { encoding: 'utf8' })
  return node.stdout?.trim() === `v${nodeVersion}`
}

/** Content, not dates: a checkout changes those. */
function fingerprint() {
  const lockfile = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  return `${lockfile} ${process.platform}-${process.arch}\n`
}

/** Two commands started together in a fresh clone must not install at the same time. */
async function takeLock() {
  mkdirSync(join(root, '.vouchpenny'), { recursive: true })
  let announced = false
  while (!tryLock()) {
    if (!announced) console.error('Waiting for another command that is installing the packages.')
    announced = true
    await pause(LOCK_INTERVAL_MILLISECONDS)
  }
}

function tryLock() {
  const pidFile = join(lockFolder, 'pid')
  try {
    mkdirSync(lockFolder)
    writeFileSync(pidFile, String(process.pid))
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  }
  // A killed installation leaves its lock behind; a lock without a number is just being taken.
  if (existsSync(pidFile) && !isAlive(Number(readFileSync(pidFile, 'utf8'))))
    rmSync(lockFolder, { recursive: true, force: true })
  return false
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** npm leaves out packages whose `engines` do not fit the Node that it runs on, so it runs on the right one. */
async function installUnderRightNode(major) {
  if (major >= Number(nodeVersion.split('.')[0])) return await install()
  // The package that holds the program itself: `node` would fetch it by an install script, which npm may not run here.
  const system = process.platform === 'win32' ? 'win' : process.platform
  const options = [
    '--yes',
    '--loglevel=error',
    ...IMPATIENCE,
    `--package=node-${system}-${process.arch}@${nodeVersion}`,
  ]
  await run('npx', [...options, '--', 'node', 'scripts/bootstrap.mjs', '--install'])
}

/** Not saved: installing must leave the lockfile as it is, whatever the npm. */
async function install() {
  rmSync(stampFile, { force: true })
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error', ...IMPATIENCE]
  await run('npm', ['install', '--no-save', '--ignore-scripts=false', ...quiet])
  writeFileSync(stampFile, fingerprint())
}

async function withProgress(work) {
  console.error('Installing the packages: once, some 700 MB on disk, usually one to three minutes.')
  const began = Date.now()
  const seconds = () => Math.round((Date.now() - began) / 1000)
  const timer = setInterval(() => {
    console.error(`  installing … ${seconds()} s, ${countPackages()} packages in place`)
  }, PROGRESS_INTERVAL_MILLISECONDS)
  try {
    await work()
  } finally {
    clearInterval(timer)
  }
  console.error(`Installed in ${seconds()} s.`)
}

function countPackages() {
  if (!existsSync(modules)) return 0
  return readdirSync(modules)
    .filter((name) => !name.startsWith('.'))
    .reduce((count, name) => count + (name.startsWith('@') ? readdirSync(join(modules, name)).length : 1), 0)
}

/** Runs a command to its end and shows what it complains about. Fails with one sentence. */
async function run(command, args) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OUTER_CALL_ONLY.test(name)))
  const child = spawn(command, args, {
    cwd: root,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  })
  const code = await new Promise((resolve, reject) => {
    child.once('error', (error) =>
      reject(new Error(`${command} could not be started (${error.message}); is npm installed?`)),
    )
    child.once('close', resolve)
  })
  if (code !== 0)
    throw new Error(
      `The packages could not be installed (${command} ended with ${code}); check the network and try again.`,
    )
}
