import { makeMemoryStores } from '../sending/memory-world.ts'
import { describeFollowing } from './following-suite.ts'

describeFollowing('memory', makeMemoryStores)
