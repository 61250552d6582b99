// Reads passkey accounts from one node, and encodes what carries an instruction to them.

import { passkeyAccountAbi } from '#abi/passkey-account.ts'
import { rewardLedgerAbi } from '#abi/reward-ledger.ts'
import type { LoggedOutcome } from '#domain/account-instruction.ts'
import { micros } from '#domain/money.ts'
import { INSTRUCTION_GAS_MAX } from '#ports/passkey-accounts.ts'
import type { EnrolledSigners, PasskeyAccounts, PasskeyAccountState } from '#ports/passkey-accounts.ts'
import { erc20Abi, getAbiItem, isAddressEqual, parseEventLogs, type Address, type PublicClient } from 'viem'

import type { LedgerFacts } from './ledger-events.ts'
import { firstCallData } from './passkey-calls.ts'
import { askChain, createRpcClient } from './rpc.ts'
import { simulate } from './simulate.ts'

/** Blocks asked for at once; a range that the node refuses is halved, down to one block. */
const LOG_RANGE_BLOCKS = 2_000n

/** How an account refuses a signature that is not its signer's. */
const SIGNATURE_REFUSAL = 'PasskeyAccount_SignatureInvalid'

const transferEvent = getAbiItem({ abi: erc20Abi, name: 'Transfer' })
const withdrawnEvent = getAbiItem({ abi: rewardLedgerAbi, name: 'Withdrawn' })

export type PasskeyAccountsOptions = {
  readonly rpcUrl: string
  /** Makes the accounts. */
  readonly factory: Address
  readonly facts: LedgerFacts
}

/** Asks the node at `rpcUrl`. */
export function createPasskeyAccounts({ rpcUrl, factory, facts }: PasskeyAccountsOptions): PasskeyAccounts {
  const client = createRpcClient(rpcUrl)
  const at = (address: Address) => ({ address, abi: passkeyAccountAbi }) as const
  return {
    state: (account, enrolled) => askChain(() => readState(client, facts, { account, enrolled })),
    isKnown: (account, to) =>
      askChain(async () => {
        if (isAddressEqual(account, to)) return true
        if (!(await isCreated(client, account))) return false
        return client.readContract({ ...at(account), functionName: 'isKnown', args: [to] })
      }),
    waitsUntilSeconds: (account, digest) =>
      askChain(async () => {
        if (!(await isCreated(client, account))) return 0
        return client.readContract({ ...at(account), functionName: 'waitsUntil', args: [digest] })
      }),
    logged: (asked) => askChain(() => readLogged(client, facts, asked)),
    call: ({ enrolled, instruction, signature }) => ({
      to: factory,
      data: firstCallData(enrolled, instruction, signature),
      value: 0n,
    }),
    takesSignature: async (call, carrier) => {
      const simulation = await simulate(client, carrier, call, INSTRUCTION_GAS_MAX)
      return simulation.status === 'passes' || simulation.errorName !== SIGNATURE_REFUSAL
    },
    rawOf: (amount) => amount * facts.scale,
  }
}

async function isCreated(client: PublicClient, account: Address): Promise<boolean> {
  return (await client.getCode({ address: account })) !== undefined
}

async function readState(
  client: PublicClient,
  { ledger, token, scale }: LedgerFacts,
  { account, enrolled }: { readonly account: Address; readonly enrolled: EnrolledSigners },
): Promise<PasskeyAccountState> {
  const blockNumber = await client.getBlockNumber()
  const args = [account] as const
  const [code, rawHeld, [owed]] = await Promise.all([
    client.getCode({ address: account, blockNumber }),
    client.readContract({ address: token, abi: erc20Abi, functionName: 'balanceOf', args, blockNumber }),
    client.readContract({
      address: ledger,
      abi: rewardLedgerAbi,
      functionName: 'getAccount',
      args,
      blockNumber,
    }),
  ])
  const money = { heldMicros: micros(rawHeld / scale), owedMicros: micros(owed), blockNumber }
  if (code === undefined) return { isCreated: false, ...enrolled, keyNonce: 0n, recoveryNonce: 0n, ...money }
  const contract = { address: account, abi: passkeyAccountAbi, blockNumber } as const
  const [key, recovery, [keyNonce, recoveryNonce]] = await Promise.all([
    client.readContract({ ...contract, functionName: 'key' }),
    client.readContract({ ...contract, functionName: 'recovery' }),
    client.readContract({ ...contract, functionName: 'nonces' }),
  ])
  return { isCreated: true, key, recovery, keyNonce, recoveryNonce, ...money }
}

type Asked = Parameters<PasskeyAccounts['logged']>[0]

/** The account logs all that waited and how it ended; of what went at once, token and ledger log the money. */
async function readLogged(client: PublicClient, facts: LedgerFacts, asked: Asked): Promise<LoggedOutcome> {
  const { account, digest, instruction, fromBlock } = asked
  const range = { fromBlock, toBlock: 'latest', blockRange: LOG_RANGE_BLOCKS } as const
  const logs = parseEventLogs({
    abi: passkeyAccountAbi,
    logs: await client.getLogs({ ...range, address: account }),
  })
  if (logs.some(({ eventName, args }) => eventName === 'Completed' && args.instruction === digest))
    return 'done'
  if (instruction.type === 'Cancel') {
    const { byRecovery } = instruction
    const isDone = logs.some(
      ({ eventName, args }) => eventName === 'Cancelled' && args.byRecovery === byRecovery,
    )
    return isDone ? 'done' : 'none'
  }
  const hasWaited = logs.some(({ args }) => 'instruction' in args && args.instruction === digest)
  if (hasWaited) return 'ended'
  return (await hasSent(client, facts, asked)) ? 'done' : 'none'
}

/** Whether money of just this amount went from the account to its receiver. */
async function hasSent(
  client: PublicClient,
  { token, ledger }: LedgerFacts,
  { account, instruction, fromBlock }: Asked,
): Promise<boolean> {
  const range = { fromBlock, toBlock: 'latest', blockRange: LOG_RANGE_BLOCKS } as const
  if (instruction.type === 'Transfer') {
    const { to, rawAmount } = instruction
    const logs = await client.getLogs({
      ...range,
      address: token,
      event: transferEvent,
      args: { from: account, to },
    })
    return logs.some(({ args }) => args.value === rawAmount)
  }
  if (instruction.type !== 'Withdraw') return false
  const logs = await client.getLogs({
    ...range,
    address: ledger,
    event: withdrawnEvent,
    args: { payee: account },
  })
  return logs.some(
    ({ args: { to, micros: amount } }) =>
      to !== undefined && isAddressEqual(to, instruction.to) && amount === instruction.micros,
  )
}
