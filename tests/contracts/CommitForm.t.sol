// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerErrors as Errors} from "../../contracts/interfaces/IRewardLedgerErrors.sol";
import {IRewardLedgerEvents as Events} from "../../contracts/interfaces/IRewardLedgerEvents.sol";
import {LedgerTest} from "./support/LedgerTest.sol";
import {RecordBytes} from "./support/RecordBytes.sol";
import {Vm} from "./support/Vm.sol";

/// @notice What records a commit takes, what it stores of them, and which it refuses; random ones are in
/// `CommitReading`.
contract CommitFormTest is LedgerTest {
    /// @dev The top bit of a reward.
    uint40 private constant SUPPLEMENT = 1 << 39;

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

        vm.recordLogs();
        vm.prank(RELAYER);
        ledger.commit(pool, 1, terms_, records, signature);

        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 1, "one log");
        assertEq(logs[0].topics[0], Events.Committed.selector, "Committed");
        assertEq(logs[0].topics[1], bytes32(uint256(pool)), "pool");
        assertEq(logs[0].topics[2], bytes32(uint256(1)), "seq");
        assertEq(logs[0].data, abi.encode(terms_, uint40(START + HOLD), records, signature), "all of it");
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
        commit(pool, RecordBytes.one(ALICE, 7, SUPPLEMENT | 77));

        assertEq(reserved(pool), 77, "the top bit is no money");
    }

    /// @custom:refuses commit RewardOverCap
    function test_TakesARewardAtTheCapAndRefusesOneAbove() public {
        commit(pool, RecordBytes.one(ALICE, 1, CAP));
        assertEq(reserved(pool), CAP, "at the cap");

        bytes memory refusal = abi.encodeWithSelector(Errors.RewardLedger_RewardOverCap.selector, CAP + 1, CAP);
        _expectRefused(RecordBytes.one(ALICE, 2, CAP + 1), refusal);
        _expectRefused(RecordBytes.one(ALICE, 2, SUPPLEMENT | (CAP + 1)), refusal);
    }

    function test_TakesTwoHundredAndFiftyFiveRecordsOfAPayee() public {
        bytes memory records = abi.encodePacked(ALICE, uint8(255));
        for (uint48 tag; tag < 255; ++tag) {
            records = bytes.concat(records, abi.encodePacked(tag, uint40(1000)));
        }

        commit(pool, records);

        assertEq(reserved(pool), 255_000, "all of them");
    }

    /// @custom:refuses commit TooManyPayees
    function test_TakesFiveHundredPayeesAndRefusesOneMore() public {
        (bytes memory records, ) = RecordBytes.range(0x1000, 501, 1);

        _expectRefused(records, abi.encodeWithSelector(Errors.RewardLedger_TooManyPayees.selector, 500));
        commit(pool, RecordBytes.slice(records, 0, 500 * 32));

        assertEq(reserved(pool), 500, "one micro each");
    }

    /// @custom:refuses commit PayeeForbidden
    function test_RevertWhen_APayeeIsZeroOrTheLedgerOrTheToken() public {
        address[3] memory forbidden = [address(0), address(ledger), address(token)];
        for (uint256 i; i < forbidden.length; ++i) {
            _expectRefused(
                RecordBytes.one(forbidden[i], 1, 1),
                abi.encodeWithSelector(Errors.RewardLedger_PayeeForbidden.selector, forbidden[i])
            );
        }
    }

    /// @custom:refuses commit RecordsEmpty
    function test_RevertWhen_RecordsAreEmpty() public {
        _expectRefused("", abi.encodeWithSelector(Errors.RewardLedger_RecordsEmpty.selector));
    }

    /// @custom:refuses commit RecordsTruncated
    function test_RevertWhen_ACountPromisesMoreThanThereIs() public {
        bytes memory records = abi.encodePacked(ALICE, uint8(3), uint48(1), uint40(1), uint48(2), uint40(1));

        _expectRefused(records, abi.encodeWithSelector(Errors.RewardLedger_RecordsTruncated.selector, 43, 43));
        records = bytes.concat(records, new bytes(10));
        _expectRefused(records, abi.encodeWithSelector(Errors.RewardLedger_RecordsTruncated.selector, 43, 53));
    }

    /// @custom:refuses commit RecordsTruncated
    function test_RevertWhen_BytesFollowTheLastGroup() public {
        bytes memory records = RecordBytes.one(ALICE, 1, 1);

        _expectRefused(
            bytes.concat(records, hex"00"),
            abi.encodeWithSelector(Errors.RewardLedger_RecordsTruncated.selector, 32, 33)
        );
        _expectRefused(
            bytes.concat(records, abi.encodePacked(BOB)),
            abi.encodeWithSelector(Errors.RewardLedger_RecordsTruncated.selector, 32, 52)
        );
        _expectRefused(
            bytes.concat(records, abi.encodePacked(BOB, uint8(1))),
            abi.encodeWithSelector(Errors.RewardLedger_RecordsTruncated.selector, 53, 53)
        );
    }

    /// @dev A second group is checked like the first: its errors name its own facts. In the first nothing is wrong, though
    /// only just.
    /// @custom:refuses commit PayeesNotAscending, CountZero, TagsNotAscending, RewardZero
    function test_RevertWhen_TheSecondPayeeIsMalformed() public {
        bytes memory first = RecordBytes.one(BOB, 5, CAP);

        _expectRefused(
            bytes.concat(first, RecordBytes.one(ALICE, 5, 1)),
            abi.encodeWithSelector(Errors.RewardLedger_PayeesNotAscending.selector, ALICE, BOB)
        );
        _expectRefused(
            bytes.concat(first, RecordBytes.one(BOB, 6, 1)),
            abi.encodeWithSelector(Errors.RewardLedger_PayeesNotAscending.selector, BOB, BOB)
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
            bytes.concat(first, RecordBytes.two(CAROL, 5, 1, 4, 1)),
            abi.encodeWithSelector(Errors.RewardLedger_TagsNotAscending.selector, bytes6(uint48(4)), bytes6(uint48(5)))
        );
        _expectRefused(
            bytes.concat(first, RecordBytes.two(CAROL, 5, 1, 6, 0)),
            abi.encodeWithSelector(Errors.RewardLedger_RewardZero.selector, CAROL, bytes6(uint48(6)))
        );
        _expectRefused(
            bytes.concat(first, RecordBytes.one(CAROL, 6, SUPPLEMENT)),
            abi.encodeWithSelector(Errors.RewardLedger_RewardZero.selector, CAROL, bytes6(uint48(6)))
        );
    }

    /// @dev The top bit is part of the reward: a supplement to a record of the same batch is a tag named twice.
    /// @custom:refuses commit TagsNotAscending
    function test_RevertWhen_ATagIsNamedTwiceWithAndWithoutASupplement() public {
        bytes memory refusal = abi.encodeWithSelector(
            Errors.RewardLedger_TagsNotAscending.selector,
            bytes6(uint48(5)),
            bytes6(uint48(5))
        );

        _expectRefused(RecordBytes.two(ALICE, 5, 1, 5, SUPPLEMENT | 1), refusal);
        _expectRefused(RecordBytes.two(ALICE, 5, SUPPLEMENT | 1, 5, 1), refusal);
        _expectRefused(RecordBytes.two(ALICE, 5, SUPPLEMENT | 1, 5, SUPPLEMENT | 2), refusal);
    }

    function _expectRefused(bytes memory records, bytes memory refusal) private {
        uint32 seq = ledger.getPool(pool).nextSeq;
        Events.BatchHeader memory terms_ = header();
        bytes memory signature = signCommit(ORDER_KEY, pool, seq, terms_, records);

        vm.expectRevert(refusal);
        ledger.commit(pool, seq, terms_, records, signature);
    }
}
