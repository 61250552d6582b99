// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerErrors as Errors} from "../../contracts/interfaces/IRewardLedgerErrors.sol";
import {IRewardLedgerEvents as Events} from "../../contracts/interfaces/IRewardLedgerEvents.sol";
import {LedgerTest} from "./support/LedgerTest.sol";
import {RecordBytes} from "./support/RecordBytes.sol";
import {Vm} from "./support/Vm.sol";

/// @notice Which batches are settled, and what their payees are credited; pushes are in `SettlePush`.
/// Batch 1 is Alice 100 and Bob 30; batch 2 Bob 12 and Carol 5.
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
        ledger.settle(list(_first(), _second()), false);

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
        ledger.settle(list(_first()), false);
        ledger.settle(list(_second()), false);

        assertEq(owedTo(BOB), 42, "30 + 12");
    }

    function test_LogsEveryBatchInOrderAndNothingElse() public {
        vm.recordLogs();
        ledger.settle(list(_second(), _first()), false);

        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 2, "two logs");
        _assertSettled(logs[0], 2, 0);
        _assertSettled(logs[1], 1, 1);
    }

    function test_SkipsABatchThatIsSettledAlready() public {
        ledger.settle(list(_first()), false);
        vm.recordLogs();

        ledger.settle(list(_first(), _second()), false);

        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 1, "one log");
        _assertSettled(logs[0], 2, 0);
        assertEq(owedTo(ALICE), 100, "once");
        assertEq(owedTo(BOB), 42, "both");
    }

    function test_SkipsABatchNamedTwiceAndOneDescribedFalselyOnceItIsSettled() public {
        ledger.settle(list(_first(), _first()), false);
        ledger.settle(list(ref(pool, 1, "anything", netB)), false);

        assertEq(owedTo(ALICE), 100, "once");
        assertEq(reserved(pool), 17, "the other batch");
    }

    function test_SettlesNothingGivenNothing() public {
        vm.recordLogs();
        ledger.settle(new Events.BatchRef[](0), true);

        assertEq(vm.getRecordedLogs().length, 0, "silent");
    }

    function test_APayeeReducedToZeroIsNotTouched() public {
        commit(pool, recordsA);
        amend(ref(pool, 3, recordsA, netA), RecordBytes.reduction(0, 7, 100));
        bytes memory left = bytes.concat(RecordBytes.entry(ALICE, 0), RecordBytes.entry(BOB, 30));
        vm.warp(block.timestamp + HOLD);
        vm.record();

        ledger.settle(list(ref(pool, 3, recordsA, left)), true);

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

        ledger.settle(list(_first(), ref(other, 1, recordsA, netA)), false);

        assertEq(owedTo(ALICE), 200, "from both pools");
        assertEq(reserved(pool), 17, "its own");
        assertEq(reserved(other), 0, "its own");
    }

    /// @dev Sums live in transient storage: a second call in one chain transaction must not meet the first one's.
    function test_TwoCallsInOneChainTransactionCreditOnce() public {
        TwoSettles caller = new TwoSettles();
        caller.run(address(ledger), list(_first()), list(_second()));

        assertEq(owedTo(ALICE), 100, "Alice");
        assertEq(owedTo(BOB), 42, "Bob");
    }

    function test_RevertWhen_ABatchHasNotMatured() public {
        vm.warp(START + HOLD - 1);

        vm.expectRevert(
            abi.encodeWithSelector(Errors.RewardLedger_BatchNotMatured.selector, START + HOLD, START + HOLD - 1)
        );
        ledger.settle(list(_first()), false);
    }

    function test_RevertGiven_ABatchWasNeverCommitted() public {
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_BatchUnknown.selector, pool, 3));
        ledger.settle(list(_first(), ref(pool, 3, recordsA, netA)), false);

        assertEq(owedTo(ALICE), 0, "all or nothing");
    }

    function test_RevertWhen_TheNetListIsNotThat() public {
        bytes memory greedy = bytes.concat(RecordBytes.entry(ALICE, 101), RecordBytes.entry(BOB, 29));
        _expectMismatch(recordsA, greedy);
        _expectMismatch(recordsB, netA);
        _expectMismatch(recordsA, bytes.concat(netA, hex"00"));
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

        ledger.settle(refs, false);

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

    function _expectMismatch(bytes memory records, bytes memory netList) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                Errors.RewardLedger_BatchHashMismatch.selector,
                pool,
                1,
                batchHash(keccak256(records), netList),
                batchHash(keccak256(recordsA), netA)
            )
        );
        ledger.settle(list(ref(pool, 1, records, netList)), false);
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

contract TwoSettles {
    function run(address ledger, Events.BatchRef[] calldata first, Events.BatchRef[] calldata second) external {
        (bool a, ) = ledger.call(abi.encodeWithSignature(SETTLE, first, false));
        (bool b, ) = ledger.call(abi.encodeWithSignature(SETTLE, second, false));
        require(a && b, "both calls succeed");
    }

    string private constant SETTLE = "settle((uint32,uint32,bytes32,bytes)[],bool)";
}
