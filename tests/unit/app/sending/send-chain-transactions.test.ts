import { makeMemoryStores } from './memory-world.ts'
import { describeSending } from './sending-suite.ts'

describeSending('memory', makeMemoryStores)
