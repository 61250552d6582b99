// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerEvents as Events} from "../../contracts/interfaces/IRewardLedgerEvents.sol";
import {LedgerTest} from "./support/LedgerTest.sol";
import {RecordBytes} from "./support/RecordBytes.sol";
import {SettleCalls} from "./support/SettleCalls.sol";
import {Vm} from "./support/Vm.sol";

/// @notice Which batches are settled, and what their payees are credited; pushes are in `SettlePush`, refused calls in
/// `SettleRefused`. Batch 1 is Alice 100 and Bob 30; batch 2 Bob 12 and Carol 5.
contract SettleTest is LedgerTest {
    bytes private recordsA = bytes.concat(RecordBytes.one(ALICE, 7, 100), RecordBytes.one(BOB, 1, 30));
    bytes private recordsB = bytes.concat(RecordBytes.one(BOB, 1, 12), RecordBytes.one(CAROL, 2, 5));
    bytes private netA = bytes.concat(RecordBytes.entry(ALICE, 100), RecordBytes.entry(BOB, 30));
    bytes private netB = bytes.concat(RecordBytes.entry(BOB, 12), RecordBytes.entry(CAROL, 5));

    function setUp() public override {
        super.setUp();
        commit(pool, recordsA);
        commit(pool, recordsB);
        vm.warp(START + HOLD);
    }

    function test_CreditsEachPayeeTheSumOverAllBatches() public {
        vm.prank(CAROL);
        settleBatches(list(_first(), _second()), false);

        assertEq(owedTo(ALICE), 100, "Alice");
        assertEq(owedTo(BOB), 42, "Bob, from both");
        assertEq(owedTo(CAROL), 5, "Carol");
        assertEq(reserved(pool), 0, "nothing reserved");
        assertEq(available(pool), DEPOSIT - 147, "available is untouched");
        (uint40 maturesAt, bytes27 hash) = ledger.getBatch(pool, 1);
        assertEq(maturesAt, 0, "closed");
        assertEq(bytes32(hash), bytes32(batchHash(keccak256(recordsA), netA)), "the hash stays");
    }

    function test_AddsToWhatIsOwedAlready() public {
        settleBatches(list(_first()), false);
        settleBatches(list(_second()), false);

        assertEq(owedTo(BOB), 42, "30 + 12");
    }

    function test_LogsEveryBatchInOrderAndNothingElse() public {
        vm.recordLogs();
        settleBatches(list(_second(), _first()), false);

        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 2, "two logs");
        _assertSettled(logs[0], 2, 0);
        _assertSettled(logs[1], 1, 1);
    }

    function test_SkipsABatchThatIsSettledAlready() public {
        settleBatches(list(_first()), false);
        vm.recordLogs();

        settleBatches(list(_first(), _second()), false);

        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 1, "one log");
        _assertSettled(logs[0], 2, 0);
        assertEq(owedTo(ALICE), 100, "once");
        assertEq(owedTo(BOB), 42, "both");
    }

    function test_SkipsABatchNamedTwiceAndOneDescribedFalselyOnceItIsSettled() public {
        settleBatches(list(_first(), _first()), false);
        settleBatches(list(ref(pool, 1, "anything", netB)), false);

        assertEq(owedTo(ALICE), 100, "once");
        assertEq(reserved(pool), 17, "the other batch");
    }

    /// @dev What is said of a closed batch is not even read.
    function test_SkipsAClosedBatchWhateverBytesDescribeIt() public {
        settleBatches(list(_first()), false);
        (bytes memory payees, Events.IndexedBatchRef[] memory batches) = SettleCalls.index(list(_first(), _second()));
        batches[0].indexedNetList = hex"ffffff";

        ledger.settle(payees, batches, false);

        assertEq(owedTo(BOB), 42, "the other batch is settled");
    }

    function test_SettlesNothingGivenNothing() public {
        vm.recordLogs();
        settleBatches(new Events.BatchRef[](0), true);

        assertEq(vm.getRecordedLogs().length, 0, "silent");
    }

    function test_APayeeReducedToZeroIsNotTouched() public {
        commit(pool, recordsA);
        amend(ref(pool, 3, recordsA, netA), RecordBytes.reduction(0, 7, 100));
        bytes memory left = bytes.concat(RecordBytes.entry(ALICE, 0), RecordBytes.entry(BOB, 30));
        vm.warp(block.timestamp + HOLD);
        vm.record();

        settleBatches(list(ref(pool, 3, recordsA, left)), true);

        (bytes32[] memory reads, ) = vm.accesses(address(ledger));
        assertTrue(!_contains(reads, _accountSlot(ALICE)), "not even read");
        assertTrue(_contains(reads, _accountSlot(BOB)), "unlike Bob");
        assertEq(owedTo(ALICE), 0, "nothing");
        assertEq(owedTo(BOB), 30, "the rest");
    }

    function test_SettlesBatchesOfSeveralPoolsTogether() public {
        uint32 other = openPool(CAROL);
        fund(other, CAROL, 1000);
        commit(other, recordsA);
        vm.warp(block.timestamp + HOLD);

        settleBatches(list(_first(), ref(other, 1, recordsA, netA)), false);

        assertEq(owedTo(ALICE), 200, "from both pools");
        assertEq(reserved(pool), 17, "its own");
        assertEq(reserved(other), 0, "its own");
    }

    /// @dev Nothing of one call may be left to the next, also within one chain transaction.
    function test_TwoCallsInOneChainTransactionCreditOnce() public {
        TwoCalls caller = new TwoCalls();
        bytes memory first = SettleCalls.encode(list(_first()), false);
        caller.run(address(ledger), first, SettleCalls.encode(list(_second()), false));

        assertEq(owedTo(ALICE), 100, "Alice");
        assertEq(owedTo(BOB), 42, "Bob");
    }

    function test_TouchesNobodyWhomNoBatchNames() public {
        (, Events.IndexedBatchRef[] memory batches) = SettleCalls.index(list(_first()));
        batches[0].indexedNetList = abi.encodePacked(uint16(0), uint48(100), uint16(2), uint48(30));
        address between = address(uint160(ALICE) + 1);
        vm.record();

        ledger.settle(abi.encodePacked(ALICE, between, BOB, CAROL), batches, true);

        (, bytes32[] memory writes) = vm.accesses(address(ledger));
        assertTrue(!_contains(writes, _accountSlot(between)) && !_contains(writes, _accountSlot(CAROL)), "untouched");
        assertEq(owedTo(BOB), 30, "credited");
    }

    function testFuzz_CreditsExactlyWhatWasCommitted(uint256 seed, uint8 batchCount) public {
        uint256 count = bound(batchCount, 1, 8);
        Events.BatchRef[] memory refs = new Events.BatchRef[](count);
        uint256[4] memory expected;
        for (uint256 i; i < count; ++i) {
            uint256 dice = uint256(keccak256(abi.encode(seed, i)));
            bytes memory records;
            bytes memory netList;
            for (uint256 person; person < 4; ++person) {
                uint40 micros = uint40((dice >> (person * 32)) % 30_000_000);
                if (micros == 0 || (dice >> (200 + person)) % 2 == 0) continue;
                address payee = address(uint160(0x5000 + person));
                records = bytes.concat(records, RecordBytes.one(payee, 1, micros));
                netList = bytes.concat(netList, RecordBytes.entry(payee, micros));
                expected[person] += micros;
            }
            if (records.length == 0) {
                (records, netList) = (RecordBytes.one(ALICE, 1, 1), RecordBytes.entry(ALICE, 1));
            }
            refs[i] = ref(pool, commit(pool, records), records, netList);
        }
        vm.warp(block.timestamp + HOLD);

        settleBatches(refs, false);

        for (uint256 person; person < 4; ++person) {
            assertEq(owedTo(address(uint160(0x5000 + person))), expected[person], "C-2: credited");
        }
    }

    function _first() private view returns (Events.BatchRef memory) {
        return ref(pool, 1, recordsA, netA);
    }

    function _second() private view returns (Events.BatchRef memory) {
        return ref(pool, 2, recordsB, netB);
    }

    function _assertSettled(Vm.Log memory log, uint256 seq, uint256 index) private view {
        assertEq(log.topics[0], Events.Settled.selector, "Settled");
        assertEq(log.topics[1], bytes32(uint256(pool)), "pool");
        assertEq(log.topics[2], bytes32(seq), "seq");
        assertEq(log.data, abi.encode(index, false), "index and push");
    }

    function _contains(bytes32[] memory slots, bytes32 slot) private pure returns (bool) {
        for (uint256 i; i < slots.length; ++i) {
            if (slots[i] == slot) return true;
        }
        return false;
    }

    function _accountSlot(address payee) private pure returns (bytes32) {
        return keccak256(abi.encode(payee, ACCOUNTS_SLOT));
    }
}

contract TwoCalls {
    function run(address ledger, bytes calldata first, bytes calldata second) external {
        (bool a, ) = ledger.call(first);
        (bool b, ) = ledger.call(second);
        require(a && b, "both calls succeed");
    }
}
