// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerErrors as Errors} from "../../contracts/interfaces/IRewardLedgerErrors.sol";
import {IRewardLedgerEvents as Events} from "../../contracts/interfaces/IRewardLedgerEvents.sol";
import {LedgerTest} from "./support/LedgerTest.sol";
import {RecordBytes} from "./support/RecordBytes.sol";
import {SettleCalls} from "./support/SettleCalls.sol";

/// @notice Holds a settle call to a plain reading of its bytes, with none of the contract's code: it is refused for what
/// the reading finds first, or credits what the reading says. Batch 1 goes to five people, batch 2 to three of them and
/// one more; batch 3 has not matured, and batch 4 does not exist.
contract SettleReadingTest is LedgerTest {
    uint160 private constant FIRST = 0x5000;
    uint256 private constant PEOPLE = 8;
    uint256 private constant MATURED = 2;
    uint256 private constant COMMITTED = 3;

    bytes[2] private recordsOf;
    bytes[2] private netListOf;

    function setUp() public override {
        super.setUp();
        uint8[4] memory second = [1, 3, 4, 6];
        for (uint160 i; i < 5; ++i) {
            _add(0, i, 100 + uint40(i));
        }
        for (uint256 i; i < second.length; ++i) {
            _add(1, second[i], 1_000 + uint40(i));
        }
        commit(pool, recordsOf[0]);
        commit(pool, recordsOf[1]);
        vm.warp(START + HOLD);
        commit(pool, recordsOf[0]);
    }

    function testFuzz_ASettleReadsLikeAPlainReading(uint256 seed) public {
        (bytes memory payees, Events.IndexedBatchRef[] memory batches) = SettleCalls.index(
            list(ref(pool, 1, recordsOf[0], netListOf[0]), ref(pool, 2, recordsOf[1], netListOf[1]))
        );
        if (seed % 2 == 0) payees = _spoilPayees(payees, seed >> 8);
        if ((seed >> 1) % 2 == 0) _spoilBatch(batches[(seed >> 2) % 2], seed >> 64);
        (bytes memory refusal, uint256[PEOPLE] memory sums) = _read(payees, batches);

        (bool taken, bytes memory answer) = address(ledger).call(
            abi.encodeCall(ledger.settle, (payees, batches, false))
        );

        assertTrue(taken == (refusal.length == 0), "taken exactly when well formed");
        assertEq(answer, refusal, "refused for the same reason");
        for (uint160 i; i < PEOPLE; ++i) {
            assertEq(owedTo(address(FIRST + i)), taken ? sums[i] : 0, "credited");
        }
    }

    function _add(uint256 batch, uint160 person, uint40 micros) private {
        address payee = address(FIRST + person);
        recordsOf[batch] = bytes.concat(recordsOf[batch], RecordBytes.one(payee, 1, micros));
        netListOf[batch] = bytes.concat(netListOf[batch], RecordBytes.entry(payee, micros));
    }

    /// @dev Cuts the list, or puts another address in one place, which may or may not be in order.
    function _spoilPayees(bytes memory payees, uint256 dice) private pure returns (bytes memory) {
        if (dice % 3 == 0) return RecordBytes.slice(payees, 0, (dice >> 8) % (payees.length + 1));
        if (dice % 3 == 1) return bytes.concat(payees, abi.encodePacked(FIRST + uint160((dice >> 8) % 9)));
        uint256 place = ((dice >> 8) % (payees.length / 20)) * 20;
        return
            bytes.concat(
                RecordBytes.slice(payees, 0, place),
                abi.encodePacked(FIRST + uint160((dice >> 16) % 9)),
                RecordBytes.slice(payees, place + 20, payees.length - place - 20)
            );
    }

    /// @dev Names another batch, cuts the list, or puts another index or sum in one place.
    function _spoilBatch(Events.IndexedBatchRef memory batch, uint256 dice) private pure {
        bytes memory given = batch.indexedNetList;
        if (dice % 4 == 0) {
            batch.seq = uint32(1 + ((dice >> 8) % 4));
        } else if (dice % 4 == 1) {
            batch.indexedNetList = RecordBytes.slice(given, 0, (dice >> 8) % (given.length + 1));
        } else if (dice % 4 == 2) {
            uint256 place = ((dice >> 8) % (given.length / 8)) * 8;
            given[place + 1] = bytes1(uint8((dice >> 16) % 9));
            if ((dice >> 24) % 2 == 0) given[place + 7] = bytes1(uint8(dice >> 32));
        } else {
            batch.recordsHash = bytes32(dice);
        }
    }

    /// @dev What is wrong first, as the ledger must say it, or nothing and what each person gets.
    function _read(
        bytes memory payees,
        Events.IndexedBatchRef[] memory batches
    ) private view returns (bytes memory refusal, uint256[PEOPLE] memory sums) {
        refusal = _readPayees(payees);
        bool[5] memory closed;
        for (uint256 i; i < batches.length && refusal.length == 0; ++i) {
            if (closed[batches[i].seq]) continue;
            closed[batches[i].seq] = true;
            refusal = _readBatch(payees, batches[i], sums);
        }
    }

    function _readPayees(bytes memory payees) private pure returns (bytes memory) {
        if (payees.length % 20 != 0) {
            return abi.encodeWithSelector(Errors.RewardLedger_PayeeListMalformed.selector, payees.length);
        }
        uint256 previous;
        for (uint256 i; i < payees.length; i += 20) {
            uint256 payee = _number(payees, i, 20);
            if (payee <= previous) {
                return abi.encodeWithSelector(Errors.RewardLedger_PayeesNotAscending.selector, payee, previous);
            }
            previous = payee;
        }
        return "";
    }

    function _readBatch(
        bytes memory payees,
        Events.IndexedBatchRef memory batch,
        uint256[PEOPLE] memory sums
    ) private view returns (bytes memory) {
        uint32 seq = batch.seq;
        if (seq > COMMITTED) return abi.encodeWithSelector(Errors.RewardLedger_BatchUnknown.selector, pool, seq);
        if (seq > MATURED) {
            uint256 maturesAt = block.timestamp + HOLD;
            return abi.encodeWithSelector(Errors.RewardLedger_BatchNotMatured.selector, maturesAt, block.timestamp);
        }
        bytes memory indexed_ = batch.indexedNetList;
        if (indexed_.length % 8 != 0) {
            return abi.encodeWithSelector(Errors.RewardLedger_NetListMalformed.selector, indexed_.length);
        }
        bytes memory netList;
        for (uint256 i; i < indexed_.length; i += 8) {
            uint256 index = _number(indexed_, i, 2);
            if (index >= payees.length / 20) {
                return
                    abi.encodeWithSelector(Errors.RewardLedger_PayeeIndexUnknown.selector, index, payees.length / 20);
            }
            uint256 payee = _number(payees, index * 20, 20);
            uint256 micros = _number(indexed_, i + 2, 6);
            netList = bytes.concat(netList, RecordBytes.entry(address(uint160(payee)), uint48(micros)));
            if (payee - FIRST < PEOPLE) sums[payee - FIRST] += micros;
        }
        bytes27 given = batchHash(batch.recordsHash, netList);
        bytes27 stored = batchHash(keccak256(recordsOf[seq - 1]), netListOf[seq - 1]);
        if (given == stored) return "";
        return abi.encodeWithSelector(Errors.RewardLedger_BatchHashMismatch.selector, pool, seq, given, stored);
    }

    function _number(bytes memory data, uint256 from, uint256 length) private pure returns (uint256 value) {
        for (uint256 i; i < length; ++i) {
            value = value * 256 + uint8(data[from + i]);
        }
    }
}
