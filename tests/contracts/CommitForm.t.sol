// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerErrors as Errors} from "../../contracts/interfaces/IRewardLedgerErrors.sol";
import {IRewardLedgerEvents as Events} from "../../contracts/interfaces/IRewardLedgerEvents.sol";
import {LedgerTest} from "./support/LedgerTest.sol";
import {RecordBytes} from "./support/RecordBytes.sol";

/// @notice What records a commit takes, what it stores of them, and which it refuses.
contract CommitFormTest is LedgerTest {
    function test_ReservesAndStoresTheHashOfTheNetList() public {
        bytes memory records = bytes.concat(RecordBytes.one(ALICE, 7, 250_000), RecordBytes.two(BOB, 1, 30, 9, 12));
        bytes memory netList = bytes.concat(RecordBytes.entry(ALICE, 250_000), RecordBytes.entry(BOB, 42));

        uint32 seq = commit(pool, records);

        assertEq(seq, 1, "first");
        assertEq(available(pool), DEPOSIT - 250_042, "available");
        assertEq(reserved(pool), 250_042, "reserved");
        assertEq(ledger.getPool(pool).nextSeq, 2, "next");
        (uint40 maturesAt, bytes27 hash) = ledger.getBatch(pool, 1);
        assertEq(maturesAt, START + HOLD, "matures after the hold");
        assertEq(bytes32(hash), bytes32(batchHash(keccak256(records), netList)), "hash");
    }

    function test_LogsEverythingItWasGiven() public {
        bytes memory records = RecordBytes.one(ALICE, 7, 250_000);
        Events.BatchHeader memory terms_ = header();
        bytes memory signature = signCommit(ORDER_KEY, pool, 1, terms_, records);

        vm.expectEmit(address(ledger));
        emit Events.Committed(pool, 1, terms_, uint40(START + HOLD), records, signature);
        vm.prank(RELAYER);
        ledger.commit(pool, 1, terms_, records, signature);
    }

    function test_WritesOneSlotOfThePoolAndOneForTheBatch() public {
        commit(pool, RecordBytes.one(ALICE, 7, 1));
        Events.BatchHeader memory terms_ = header();
        bytes memory records = RecordBytes.one(BOB, 7, 1);
        bytes memory signature = signCommit(ORDER_KEY, pool, 2, terms_, records);
        vm.warp(block.timestamp + 1);
        vm.record();

        ledger.commit(pool, 2, terms_, records, signature);

        (, bytes32[] memory writes) = vm.accesses(address(ledger));
        bytes32 poolSlot = keccak256(abi.encode(pool, POOLS_SLOT));
        bytes32 batchSlot = keccak256(abi.encode(2, keccak256(abi.encode(pool, BATCHES_SLOT))));
        bool wrotePool;
        bool wroteBatch;
        for (uint256 i; i < writes.length; ++i) {
            if (writes[i] == poolSlot) wrotePool = true;
            else if (writes[i] == batchSlot) wroteBatch = true;
            else revert("a third slot was written");
        }
        assertTrue(wrotePool && wroteBatch, "both were written");
    }

    function test_ASupplementCountsLikeAReward() public {
        uint40 supplement = (1 << 39) | 77;

        commit(pool, RecordBytes.one(ALICE, 7, supplement));

        assertEq(reserved(pool), 77, "the top bit is no money");
    }

    function test_TakesARewardAtTheCapAndRefusesOneAbove() public {
        commit(pool, RecordBytes.one(ALICE, 1, CAP));
        assertEq(reserved(pool), CAP, "at the cap");

        _expectRefused(
            RecordBytes.one(ALICE, 2, CAP + 1),
            abi.encodeWithSelector(Errors.RewardLedger_RewardOverCap.selector, CAP + 1, CAP)
        );
    }

    function test_TakesTwoHundredAndFiftyFiveRecordsOfAPayee() public {
        bytes memory records = abi.encodePacked(ALICE, uint8(255));
        for (uint48 tag; tag < 255; ++tag) {
            records = bytes.concat(records, abi.encodePacked(tag, uint40(1000)));
        }

        commit(pool, records);

        assertEq(reserved(pool), 255_000, "all of them");
    }

    function test_TakesFiveHundredPayeesAndRefusesOneMore() public {
        (bytes memory records, ) = RecordBytes.range(0x1000, 501, 1);

        _expectRefused(records, abi.encodeWithSelector(Errors.RewardLedger_TooManyPayees.selector, 500));
        commit(pool, RecordBytes.slice(records, 0, 500 * 32));

        assertEq(reserved(pool), 500, "one micro each");
    }

    function test_RevertWhen_APayeeIsTheLedgerOrTheToken() public {
        _expectRefused(
            RecordBytes.one(address(ledger), 1, 1),
            abi.encodeWithSelector(Errors.RewardLedger_PayeeForbidden.selector, address(ledger))
        );
        _expectRefused(
            RecordBytes.one(address(token), 1, 1),
            abi.encodeWithSelector(Errors.RewardLedger_PayeeForbidden.selector, address(token))
        );
    }

    function test_RevertWhen_RecordsAreEmpty() public {
        _expectRefused("", abi.encodeWithSelector(Errors.RewardLedger_RecordsEmpty.selector));
    }

    function test_RevertWhen_ACountPromisesMoreThanThereIs() public {
        bytes memory records = abi.encodePacked(ALICE, uint8(3), uint48(1), uint40(1), uint48(2), uint40(1));

        _expectRefused(records, abi.encodeWithSelector(Errors.RewardLedger_RecordsTruncated.selector, 43, 43));
    }

    /// @dev A second group is checked like the first: its errors name its own facts.
    function test_RevertWhen_TheSecondPayeeIsMalformed() public {
        bytes memory first = RecordBytes.one(BOB, 5, 1);

        _expectRefused(
            bytes.concat(first, RecordBytes.one(ALICE, 5, 1)),
            abi.encodeWithSelector(Errors.RewardLedger_PayeesNotAscending.selector, ALICE, BOB)
        );
        _expectRefused(
            bytes.concat(first, abi.encodePacked(CAROL, uint8(0))),
            abi.encodeWithSelector(Errors.RewardLedger_CountZero.selector, CAROL)
        );
        _expectRefused(
            bytes.concat(first, RecordBytes.two(CAROL, 5, 1, 5, 1)),
            abi.encodeWithSelector(Errors.RewardLedger_TagsNotAscending.selector, bytes6(uint48(5)), bytes6(uint48(5)))
        );
        _expectRefused(
            bytes.concat(first, RecordBytes.two(CAROL, 5, 1, 6, 0)),
            abi.encodeWithSelector(Errors.RewardLedger_RewardZero.selector, CAROL, bytes6(uint48(6)))
        );
    }

    /// @dev Whatever bytes are signed, a commit either refuses them or reserves what a plain reading of them says.
    function testFuzz_RefusesOrReservesWhatAPlainReadingSays(uint256 seed, uint8 groups, uint8 cut) public {
        bytes memory records = _randomRecords(seed, groups % 6, cut);
        uint32 seq = 1;
        Events.BatchHeader memory terms_ = header();
        bytes memory signature = signCommit(ORDER_KEY, pool, seq, terms_, records);
        (bool wellFormed, uint256 total) = _readPlainly(records);

        (bool taken, ) = address(ledger).call(abi.encodeCall(ledger.commit, (pool, seq, terms_, records, signature)));

        assertTrue(taken == (wellFormed && total <= CAPACITY), "taken exactly when well formed");
        assertEq(reserved(pool), taken ? total : 0, "reserved");
    }

    function _randomRecords(uint256 seed, uint256 groups, uint256 cut) private pure returns (bytes memory records) {
        uint160 payee;
        for (uint256 i; i < groups; ++i) {
            uint256 dice = uint256(keccak256(abi.encode(seed, i)));
            payee += uint160(dice % 5);
            uint256 count = (dice >> 8) % 4;
            records = bytes.concat(records, abi.encodePacked(payee, uint8(count)));
            uint48 tag;
            for (uint256 j; j < count; ++j) {
                tag += uint48((dice >> (16 + j * 8)) % 6);
                records = bytes.concat(records, abi.encodePacked(tag, uint40((dice >> (64 + j * 8)) % 7) * 10_000_000));
            }
        }
        if (cut % 3 == 0 && records.length > 0) {
            records = RecordBytes.slice(records, 0, records.length - 1 - (cut % records.length));
        }
    }

    /// @dev Reads byte by byte, with none of the contract's code.
    function _readPlainly(bytes memory records) private view returns (bool wellFormed, uint256 total) {
        uint256 offset;
        uint256 previousPayee;
        if (records.length == 0) return (false, 0);
        while (offset < records.length) {
            if (offset + 21 > records.length) return (false, 0);
            uint256 payee = _number(records, offset, 20);
            uint256 count = uint8(records[offset + 20]);
            if (payee <= previousPayee || payee == uint160(address(token)) || count == 0) return (false, 0);
            offset += 21;
            int256 previousTag = -1;
            for (uint256 i; i < count; ++i) {
                if (offset + 11 > records.length) return (false, 0);
                int256 tag = int256(_number(records, offset, 6));
                uint256 micros = _number(records, offset + 6, 5) % 2 ** 39;
                if (tag <= previousTag || micros == 0 || micros > CAP) return (false, 0);
                previousTag = tag;
                total += micros;
                offset += 11;
            }
            previousPayee = payee;
        }
        return (true, total);
    }

    function _number(bytes memory data, uint256 from, uint256 length) private pure returns (uint256 value) {
        for (uint256 i; i < length; ++i) {
            value = value * 256 + uint8(data[from + i]);
        }
    }

    function _expectRefused(bytes memory records, bytes memory refusal) private {
        uint32 seq = ledger.getPool(pool).nextSeq;
        Events.BatchHeader memory terms_ = header();
        bytes memory signature = signCommit(ORDER_KEY, pool, seq, terms_, records);

        vm.expectRevert(refusal);
        ledger.commit(pool, seq, terms_, records, signature);
    }
}
