// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerErrors as Errors} from "../../contracts/interfaces/IRewardLedgerErrors.sol";
import {IRewardLedgerEvents as Events} from "../../contracts/interfaces/IRewardLedgerEvents.sol";
import {LedgerTest} from "./support/LedgerTest.sol";
import {RecordBytes} from "./support/RecordBytes.sol";
import {SettleCalls} from "./support/SettleCalls.sol";

/// @notice Settle calls that are refused, each of which would else have credited. Batch 1 is Alice 100 and Bob 30; batch 2
/// Bob 12 and Carol 5.
contract SettleRefusedTest is LedgerTest {
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

    /// @custom:refuses settle BatchNotMatured
    function test_RevertWhen_ABatchHasNotMatured() public {
        vm.warp(START + HOLD - 1);

        vm.expectRevert(
            abi.encodeWithSelector(Errors.RewardLedger_BatchNotMatured.selector, START + HOLD, START + HOLD - 1)
        );
        settleBatches(list(_first()), false);
    }

    /// @custom:refuses settle BatchUnknown
    function test_RevertGiven_ABatchWasNeverCommitted() public {
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_BatchUnknown.selector, pool, 3));
        settleBatches(list(_first(), ref(pool, 3, recordsA, netA)), false);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_BatchUnknown.selector, 9, 1));
        settleBatches(list(_first(), ref(9, 1, recordsA, netA)), false);

        _assertNothingHappened();
    }

    /// @custom:refuses settle BatchNotMatured
    function test_RevertWhen_OneOfSeveralHasNotMatured() public {
        commit(pool, recordsA);
        uint256 maturesAt = block.timestamp + HOLD;

        vm.expectRevert(
            abi.encodeWithSelector(Errors.RewardLedger_BatchNotMatured.selector, maturesAt, block.timestamp)
        );
        settleBatches(list(_first(), ref(pool, 3, recordsA, netA)), false);

        assertEq(owedTo(ALICE), 0, "all or nothing");
    }

    /// @custom:refuses settle BatchHashMismatch
    function test_RevertWhen_TheNetListOrTheRecordsAreNotThose() public {
        bytes memory greedy = bytes.concat(RecordBytes.entry(ALICE, 101), RecordBytes.entry(BOB, 29));
        _expectMismatch(recordsA, greedy);
        _expectMismatch(recordsB, netA);
        _expectMismatch(recordsA, RecordBytes.entry(ALICE, 100));
        _expectMismatch(recordsA, "");
        _assertNothingHappened();
    }

    /// @custom:refuses settle BatchHashMismatch
    function test_RevertWhen_ThatOfAnotherBatchIsCarried() public {
        vm.expectRevert(_mismatch(2, batchHash(keccak256(recordsA), netA), batchHash(keccak256(recordsB), netB)));
        settleBatches(list(ref(pool, 2, recordsA, netA)), false);
    }

    /// @custom:refuses settle BatchHashMismatch
    function test_RevertWhen_EntriesAreSwappedOrDoubled() public {
        (bytes memory payees, Events.IndexedBatchRef[] memory batches) = SettleCalls.index(list(_first()));
        bytes memory swapped = bytes.concat(RecordBytes.entry(BOB, 30), RecordBytes.entry(ALICE, 100));
        bytes memory doubled = bytes.concat(RecordBytes.entry(ALICE, 100), RecordBytes.entry(ALICE, 30));
        bytes27 stored = batchHash(keccak256(recordsA), netA);

        batches[0].indexedNetList = abi.encodePacked(uint16(1), uint48(30), uint16(0), uint48(100));
        vm.expectRevert(_mismatch(1, batchHash(keccak256(recordsA), swapped), stored));
        ledger.settle(payees, batches, false);
        batches[0].indexedNetList = abi.encodePacked(uint16(0), uint48(100), uint16(0), uint48(30));
        vm.expectRevert(_mismatch(1, batchHash(keccak256(recordsA), doubled), stored));
        ledger.settle(payees, batches, false);
    }

    /// @custom:refuses settle NetListMalformed
    function test_RevertWhen_AnIndexedNetListHasMoreOrFewerBytesThanItsEntries() public {
        (bytes memory payees, Events.IndexedBatchRef[] memory batches) = SettleCalls.index(list(_first()));
        batches[0].indexedNetList = bytes.concat(batches[0].indexedNetList, hex"00");
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_NetListMalformed.selector, 17));
        ledger.settle(payees, batches, false);

        batches[0].indexedNetList = RecordBytes.slice(batches[0].indexedNetList, 0, 15);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_NetListMalformed.selector, 15));
        ledger.settle(payees, batches, false);
    }

    /// @custom:refuses settle PayeeIndexUnknown
    function test_RevertWhen_AnIndexIsBehindTheLastPayee() public {
        (bytes memory payees, Events.IndexedBatchRef[] memory batches) = SettleCalls.index(list(_first()));
        batches[0].indexedNetList = abi.encodePacked(uint16(0), uint48(100), uint16(2), uint48(30));
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_PayeeIndexUnknown.selector, 2, 2));
        ledger.settle(payees, batches, false);
        batches[0].indexedNetList = abi.encodePacked(uint16(65_535), uint48(100), uint16(1), uint48(30));
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_PayeeIndexUnknown.selector, 65_535, 2));
        ledger.settle(payees, batches, false);
    }

    /// @custom:refuses settle PayeeIndexUnknown
    function test_RevertWhen_NobodyIsListed() public {
        (, Events.IndexedBatchRef[] memory batches) = SettleCalls.index(list(_first()));
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_PayeeIndexUnknown.selector, 0, 0));
        ledger.settle("", batches, false);
    }

    /// @custom:refuses settle PayeeListMalformed
    function test_RevertWhen_ThePayeesAreNotWholeAddresses() public {
        (bytes memory payees, Events.IndexedBatchRef[] memory batches) = SettleCalls.index(list(_first()));
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_PayeeListMalformed.selector, 41));
        ledger.settle(bytes.concat(payees, hex"01"), batches, false);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_PayeeListMalformed.selector, 39));
        ledger.settle(RecordBytes.slice(payees, 0, 39), batches, false);
    }

    /// @custom:refuses settle PayeesNotAscending
    function test_RevertWhen_APayeeStandsTwiceOrOutOfOrder() public {
        (, Events.IndexedBatchRef[] memory batches) = SettleCalls.index(list(_first()));
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_PayeesNotAscending.selector, ALICE, ALICE));
        ledger.settle(abi.encodePacked(ALICE, ALICE, BOB), batches, false);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_PayeesNotAscending.selector, ALICE, BOB));
        ledger.settle(abi.encodePacked(BOB, ALICE), batches, false);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_PayeesNotAscending.selector, BOB, CAROL));
        ledger.settle(abi.encodePacked(ALICE, CAROL, BOB), batches, false);
        vm.expectRevert(
            abi.encodeWithSelector(Errors.RewardLedger_PayeesNotAscending.selector, address(0), address(0))
        );
        ledger.settle(abi.encodePacked(address(0), ALICE, BOB), batches, false);
    }

    /// @custom:refuses settle BatchHashMismatch
    function test_RevertWhen_AnEntryNamesSomebodyElse() public {
        (, Events.IndexedBatchRef[] memory batches) = SettleCalls.index(list(_first()));
        bytes memory payees = abi.encodePacked(ALICE, CAROL);
        bytes memory stolen = bytes.concat(RecordBytes.entry(ALICE, 100), RecordBytes.entry(CAROL, 30));
        vm.expectRevert(_mismatch(1, batchHash(keccak256(recordsA), stolen), batchHash(keccak256(recordsA), netA)));
        ledger.settle(payees, batches, false);
    }

    /// @dev No deposit lets it come to this; if it did, nobody's money would wrap around to nothing.
    function test_RevertGiven_WhatIsOwedWouldNotFitItsBits() public {
        bytes32 account = keccak256(abi.encode(ALICE, ACCOUNTS_SLOT));
        vm.store(address(ledger), account, bytes32(uint256(type(uint64).max)));
        assertEq(owedTo(ALICE), type(uint64).max, "owed all that fits");

        vm.expectRevert(
            abi.encodeWithSignature("SafeCastOverflowedUintDowncast(uint8,uint256)", 64, uint256(2) ** 64 + 99)
        );
        settleBatches(list(_first()), false);
    }

    function _first() private view returns (Events.BatchRef memory) {
        return ref(pool, 1, recordsA, netA);
    }

    function _expectMismatch(bytes memory records, bytes memory netList) private {
        vm.expectRevert(_mismatch(1, batchHash(keccak256(records), netList), batchHash(keccak256(recordsA), netA)));
        settleBatches(list(ref(pool, 1, records, netList)), false);
    }

    function _mismatch(uint32 seq, bytes27 given, bytes27 stored) private view returns (bytes memory) {
        return abi.encodeWithSelector(Errors.RewardLedger_BatchHashMismatch.selector, pool, seq, given, stored);
    }

    function _assertNothingHappened() private view {
        assertEq(owedTo(ALICE), 0, "all or nothing");
        assertEq(reserved(pool), 147, "still reserved");
        (uint40 maturesAt, ) = ledger.getBatch(pool, 1);
        assertEq(maturesAt, START + HOLD, "still open");
    }
}
