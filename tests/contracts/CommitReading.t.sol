// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerErrors as Errors} from "../../contracts/interfaces/IRewardLedgerErrors.sol";
import {IRewardLedgerEvents as Events} from "../../contracts/interfaces/IRewardLedgerEvents.sol";
import {LedgerTest} from "./support/LedgerTest.sol";
import {RecordBytes} from "./support/RecordBytes.sol";

/// @notice Holds a commit to a plain reading of its records, byte by byte and with none of the contract's code: it is
/// refused for what the reading finds first, or reserves and hashes what the reading says.
contract CommitReadingTest is LedgerTest {
    uint256 private constant HEAD_BYTES = 21;
    uint256 private constant RECORD_BYTES = 11;

    /// @dev One in so many groups gets a fault of some kind, so that well-formed records are common too.
    uint256 private constant FAULT_RARITY = 10;

    function testFuzz_ACommitReadsLikeAPlainReading(uint256 seed) public {
        bytes memory records = _randomRecords(seed);
        Events.BatchHeader memory terms_ = header();
        bytes memory signature = signCommit(ORDER_KEY, pool, 1, terms_, records);
        (bytes memory refusal, bytes memory netList, uint256 total) = _read(records);

        (bool taken, bytes memory answer) = address(ledger).call(
            abi.encodeCall(ledger.commit, (pool, 1, terms_, records, signature))
        );

        assertTrue(taken == (refusal.length == 0), "taken exactly when well formed");
        assertEq(answer, refusal, "refused for the same reason");
        assertEq(reserved(pool), taken ? total : 0, "reserved");
        (, bytes27 hash) = ledger.getBatch(pool, 1);
        assertEq(bytes32(hash), taken ? bytes32(batchHash(keccak256(records), netList)) : bytes32(0), "hash");
    }

    function _randomRecords(uint256 seed) private view returns (bytes memory records) {
        uint160 payee = uint160(ALICE);
        uint256 groups = seed % 7;
        for (uint256 i; i < groups; ++i) {
            uint256 dice = uint256(keccak256(abi.encode(seed, i)));
            payee += uint160(1 + (dice % 5));
            uint256 fault = (dice >> 8) % (FAULT_RARITY * 5);
            if (fault == 0) payee -= uint160(1 + (dice % 6));
            address given = fault == 1 ? _forbidden(dice >> 16) : address(payee);
            uint256 count = fault == 2 ? 0 : 1 + ((dice >> 24) % 3);
            records = bytes.concat(records, abi.encodePacked(given, uint8(count)));
            for (uint256 j; j < count; ++j) {
                bool wrong = j == (dice >> 32) % count;
                records = bytes.concat(records, _randomRecord(dice >> (40 + j * 40), j * 8, wrong ? fault : 0));
            }
        }
        if ((seed >> 128) % 4 == 0 && records.length > 0) {
            records = RecordBytes.slice(records, 0, records.length - 1 - ((seed >> 136) % records.length));
        }
    }

    /// @dev Tags of a group start 8 apart, so that only a fault makes them descend.
    function _randomRecord(uint256 dice, uint256 leastTag, uint256 fault) private pure returns (bytes memory) {
        uint256 tag = fault == 3 && leastTag != 0 ? leastTag - 8 : leastTag + (dice % 8);
        uint256 micros = 1 + ((dice >> 4) % CAP);
        if (fault == 4) micros = (dice >> 36) % 2 == 0 ? 0 : uint256(CAP) + 1;
        uint256 supplement = (dice >> 37) % 4 == 0 ? 1 << 39 : 0;
        return abi.encodePacked(uint48(tag), uint40(micros | supplement));
    }

    function _forbidden(uint256 dice) private view returns (address) {
        if (dice % 3 == 0) return address(0);
        return dice % 3 == 1 ? address(ledger) : address(token);
    }

    /// @dev What is wrong first, as the ledger must say it, or nothing and what the records come to.
    function _read(
        bytes memory records
    ) private view returns (bytes memory refusal, bytes memory netList, uint256 total) {
        uint256 offset;
        uint256 previous;
        if (records.length == 0) refusal = abi.encodeWithSelector(Errors.RewardLedger_RecordsEmpty.selector);
        while (offset < records.length) {
            uint256 sum;
            refusal = _readHead(records, offset, previous);
            if (refusal.length != 0) return (refusal, "", 0);
            uint256 count = uint8(records[offset + 20]);
            previous = _number(records, offset, 20);
            offset += HEAD_BYTES;
            (refusal, sum) = _readGroup(records, offset, count, address(uint160(previous)));
            if (refusal.length != 0) return (refusal, "", 0);
            offset += count * RECORD_BYTES;
            netList = bytes.concat(netList, RecordBytes.entry(address(uint160(previous)), uint48(sum)));
            total += sum;
        }
    }

    function _readHead(bytes memory records, uint256 offset, uint256 previous) private view returns (bytes memory) {
        if (offset + HEAD_BYTES > records.length) {
            return abi.encodeWithSelector(Errors.RewardLedger_RecordsTruncated.selector, offset, records.length);
        }
        address payee = address(uint160(_number(records, offset, 20)));
        if (payee == address(0) || payee == address(ledger) || payee == address(token)) {
            return abi.encodeWithSelector(Errors.RewardLedger_PayeeForbidden.selector, payee);
        }
        if (uint160(payee) <= previous) {
            return abi.encodeWithSelector(Errors.RewardLedger_PayeesNotAscending.selector, payee, previous);
        }
        if (records[offset + 20] == 0) return abi.encodeWithSelector(Errors.RewardLedger_CountZero.selector, payee);
        return "";
    }

    function _readGroup(
        bytes memory records,
        uint256 offset,
        uint256 count,
        address payee
    ) private pure returns (bytes memory refusal, uint256 sum) {
        for (uint256 i; i < count; ++i) {
            uint256 at_ = offset + i * RECORD_BYTES;
            if (at_ + RECORD_BYTES > records.length) {
                return (abi.encodeWithSelector(Errors.RewardLedger_RecordsTruncated.selector, at_, records.length), 0);
            }
        }
        int256 previous = -1;
        for (uint256 i; i < count; ++i) {
            uint256 at_ = offset + i * RECORD_BYTES;
            uint256 tag = _number(records, at_, 6);
            uint256 micros = _number(records, at_ + 6, 5) % 2 ** 39;
            refusal = _judgeRecord(payee, int256(tag), previous, micros);
            if (refusal.length != 0) return (refusal, 0);
            previous = int256(tag);
            sum += micros;
        }
    }

    function _judgeRecord(
        address payee,
        int256 tag,
        int256 previous,
        uint256 micros
    ) private pure returns (bytes memory) {
        if (tag <= previous) {
            return abi.encodeWithSelector(Errors.RewardLedger_TagsNotAscending.selector, _tag(tag), _tag(previous));
        }
        if (micros == 0) return abi.encodeWithSelector(Errors.RewardLedger_RewardZero.selector, payee, _tag(tag));
        if (micros > CAP) return abi.encodeWithSelector(Errors.RewardLedger_RewardOverCap.selector, micros, CAP);
        return "";
    }

    function _tag(int256 tag) private pure returns (bytes6) {
        return bytes6(uint48(uint256(tag)));
    }

    function _number(bytes memory data, uint256 from, uint256 length) private pure returns (uint256 value) {
        for (uint256 i; i < length; ++i) {
            value = value * 256 + uint8(data[from + i]);
        }
    }
}
