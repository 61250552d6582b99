// The relayer's environment: each variable that is missing or malformed is named in one sentence, its value never.

import { ConfigError, readConfig } from '#config'
import { describe, expect, test } from 'vitest'

describe('the environment', () => {
  const good = {
    DATABASE_URL: 'postgresql://vouchpenny@localhost/vouchpenny',
    CHAIN_RPC_URL: 'http://127.0.0.1:8545',
    LEDGER_ADDRESS: '0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512',
    DEPLOY_BLOCK: '2',
    DATA_DIR: '/var/lib/vouchpenny',
  }

  function refusal(change: Readonly<Record<string, string | undefined>>): string {
    try {
      readConfig({ ...good, ...change })
    } catch (error) {
      if (error instanceof ConfigError) return error.message
    }
    return 'accepted'
  }

  test('is read with its defaults', () => {
    expect(readConfig(good)).toMatchObject({
      HOST: '127.0.0.1',
      PORT: 8787,
      BATCH_MAX_AGE_SECONDS: 60,
      BATCH_MAX_REWARDS: 500,
      PULL_EVERY_SECONDS: 60,
      FINALITY: 'local',
      TRUSTED_PROXIES: 0,
      WEBHOOKS_TO_LOOPBACK: 'refused',
      LOG_LEVEL: 'info',
    })
  })

  test.each(Object.keys(good))('without %s is refused', (name) => {
    expect(refusal({ [name]: undefined })).toBe(`The environment variable ${name} is missing.`)
  })

  test.each([
    ['DATABASE_URL', 'mysql://localhost/x', 'is not a postgresql:// address'],
    ['DATABASE_URL', '', 'is not a postgresql:// address'],
    ['CHAIN_RPC_URL', 'localhost:8545', 'is not an http or https address'],
    ['CHAIN_RPC_URL', 'ftp://localhost', 'is not an http or https address'],
    ['LEDGER_ADDRESS', '0x1234', 'is not an address'],
    ['LEDGER_ADDRESS', 'e7f1725E7734CE288F8367e1Bb143E90bb3F0512', 'is not an address'],
    ['DEPLOY_BLOCK', '-1', 'is not a whole number'],
    ['DEPLOY_BLOCK', '1.5', 'is not a whole number'],
    ['DEPLOY_BLOCK', '0x2', 'is not a whole number'],
    ['DATA_DIR', '', 'is empty'],
    ['PUBLIC_URL', 'shop.example', 'is not an http or https address'],
    ['HOST', '', 'is empty'],
    ['PORT', '65536', 'is not between 1 and 65535'],
    ['PORT', 'http', 'is not a whole number'],
    ['PORT', '', 'is not a whole number'],
    ['BATCH_MAX_AGE_SECONDS', '0', 'is not between 1 and 86400'],
    ['BATCH_MAX_AGE_SECONDS', '86401', 'is not between 1 and 86400'],
    ['BATCH_MAX_REWARDS', '2001', 'is not between 1 and 2000'],
    ['FINALITY', 'soon', 'is neither local nor a whole number from 1 to 10000'],
    ['FINALITY', '0', 'is neither local nor a whole number from 1 to 10000'],
    ['FINALITY', '', 'is neither local nor a whole number from 1 to 10000'],
    ['TRUSTED_PROXIES', '11', 'is not between 0 and 10'],
    ['WEBHOOKS_TO_LOOPBACK', 'yes', 'is neither refused nor allowed'],
    ['FAILPOINT', 'everywhere', 'is not a place in sending'],
    ['LOG_LEVEL', 'loud', 'is not one of debug, info, warn, error'],
  ])('with %s=%j is refused', (name, value, reason) => {
    expect(refusal({ [name]: value })).toBe(`The environment variable ${name} ${reason}.`)
  })
})
