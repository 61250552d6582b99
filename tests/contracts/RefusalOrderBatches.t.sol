// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerErrors as Errors} from "../../contracts/interfaces/IRewardLedgerErrors.sol";
import {IRewardLedgerEvents as Events} from "../../contracts/interfaces/IRewardLedgerEvents.sol";
import {LedgerTest} from "./support/LedgerTest.sol";
import {RecordBytes} from "./support/RecordBytes.sol";

/// @notice Which refusal comes first when several apply, for batches; see `RefusalOrderPools`.
contract RefusalOrderBatchesTest is LedgerTest {
    uint32 private constant NO_POOL = 9;
    uint32 private constant NO_SEQ = 7;

    Events.BatchHeader private terms_;
    bytes private records = RecordBytes.one(ALICE, 1, 100);
    bytes private netList = RecordBytes.entry(ALICE, 100);
    bytes private wrongList = RecordBytes.entry(ALICE, 99);

    /// @dev The pool is empty at first, so that every reward is too much.
    function test_RefusesInOrder_commit() public {
        pool = openPool(OWNER);
        terms_ = header();
        (terms_.deadline, terms_.holdSeconds) = (uint40(START - 1), 0);

        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_PoolUnknown.selector, NO_POOL));
        ledger.commit(NO_POOL, NO_SEQ, terms_, "", "");
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_SeqNotNext.selector, NO_SEQ, 1));
        ledger.commit(pool, NO_SEQ, terms_, "", "");
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_DeadlinePassed.selector, START - 1, START));
        ledger.commit(pool, 1, terms_, "", "");
        terms_.deadline = uint40(START);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_HoldOutOfBounds.selector, 0, HOLD, 120 days));
        ledger.commit(pool, 1, terms_, "", "");
        terms_.holdSeconds = HOLD;
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_SignatureInvalid.selector, address(0), orderSigner));
        ledger.commit(pool, 1, terms_, "", "");
        _climbRecords();
    }

    function _climbRecords() private {
        bytes memory bob = RecordBytes.one(BOB, 1, 1);
        (bytes memory full, ) = RecordBytes.range(0x1000, 500, 1);

        _commitRefused("", abi.encodeWithSelector(Errors.RewardLedger_RecordsEmpty.selector));
        _commitRefused(
            bytes.concat(full, hex"00"),
            abi.encodeWithSelector(Errors.RewardLedger_TooManyPayees.selector, 500)
        );
        _commitRefused(new bytes(20), abi.encodeWithSelector(Errors.RewardLedger_RecordsTruncated.selector, 0, 20));
        _commitRefused(
            bytes.concat(bob, new bytes(21)),
            abi.encodeWithSelector(Errors.RewardLedger_PayeeForbidden.selector, address(0))
        );
        _commitRefused(
            bytes.concat(bob, abi.encodePacked(ALICE, uint8(0))),
            abi.encodeWithSelector(Errors.RewardLedger_PayeesNotAscending.selector, ALICE, BOB)
        );
        _commitRefused(
            bytes.concat(bob, abi.encodePacked(CAROL, uint8(0))),
            abi.encodeWithSelector(Errors.RewardLedger_CountZero.selector, CAROL)
        );
        _commitRefused(
            bytes.concat(bob, RecordBytes.two(CAROL, 5, 1, 4, 0)),
            abi.encodeWithSelector(Errors.RewardLedger_TagsNotAscending.selector, bytes6(uint48(4)), bytes6(uint48(5)))
        );
        _commitRefused(
            bytes.concat(bob, RecordBytes.two(CAROL, 4, 0, 5, CAP + 1)),
            abi.encodeWithSelector(Errors.RewardLedger_RewardZero.selector, CAROL, bytes6(uint48(4)))
        );
        _commitRefused(
            bytes.concat(bob, RecordBytes.one(CAROL, 4, CAP + 1)),
            abi.encodeWithSelector(Errors.RewardLedger_RewardOverCap.selector, CAP + 1, CAP)
        );
        _climbAmounts();
    }

    /// @dev 41 rewards at the cap exceed what the rate limit lets through at once, and any money of an empty pool.
    function _climbAmounts() private {
        (bytes memory batch, ) = RecordBytes.range(0x1000, 41, CAP);
        uint256 total = 41 * uint256(CAP);

        _commitRefused(batch, abi.encodeWithSelector(Errors.RewardLedger_AvailableExceeded.selector, total, 0));
        fund(pool, OWNER, DEPOSIT);
        _commitRefused(batch, abi.encodeWithSelector(Errors.RewardLedger_RateExceeded.selector, total, CAPACITY));
        commit(pool, RecordBytes.slice(batch, 0, 40 * 32));
    }

    function test_RefusesInOrder_amend() public {
        Events.BatchRef memory batch = ref(pool, NO_SEQ, records, wrongList);
        commit(pool, records);
        commit(pool, records);
        vm.prank(OWNER);
        ledger.veto(list(ref(pool, 2, records, netList)));

        _amendRefused(batch, START - 1, abi.encodeWithSelector(Errors.RewardLedger_BatchUnknown.selector, pool, 7));
        batch.seq = 2;
        _amendRefused(batch, START - 1, abi.encodeWithSelector(Errors.RewardLedger_BatchNotOpen.selector, pool, 2));
        batch.seq = 1;
        uint256 maturesAt = START + HOLD;
        vm.warp(maturesAt);
        _amendRefused(
            batch,
            START - 1,
            abi.encodeWithSelector(Errors.RewardLedger_BatchMatured.selector, maturesAt, maturesAt)
        );
        vm.warp(START);
        _amendRefused(batch, START - 1, _mismatch());
        batch.netList = netList;
        _amendRefused(
            batch,
            START - 1,
            abi.encodeWithSelector(Errors.RewardLedger_DeadlinePassed.selector, START - 1, START)
        );
        _amendRefused(
            batch,
            START,
            abi.encodeWithSelector(Errors.RewardLedger_SignatureInvalid.selector, address(0), orderSigner)
        );
        _climbReductions(batch);
    }

    function _climbReductions(Events.BatchRef memory batch) private {
        _reductionsRefused(batch, "", abi.encodeWithSelector(Errors.RewardLedger_ReductionsEmpty.selector));
        _reductionsRefused(
            batch,
            bytes.concat(RecordBytes.reduction(9, 1, 0), hex"00"),
            abi.encodeWithSelector(Errors.RewardLedger_ReductionsMalformed.selector, 14)
        );
        _reductionsRefused(
            batch,
            bytes.concat(RecordBytes.reduction(0, 2, 1), RecordBytes.reduction(0, 1, 0)),
            abi.encodeWithSelector(Errors.RewardLedger_ReductionsNotAscending.selector, 1)
        );
        _reductionsRefused(
            batch,
            bytes.concat(RecordBytes.reduction(0, 1, 1), RecordBytes.reduction(1, 1, 0)),
            abi.encodeWithSelector(Errors.RewardLedger_ReductionZero.selector, 1)
        );
        _reductionsRefused(
            batch,
            RecordBytes.reduction(1, 1, 101),
            abi.encodeWithSelector(Errors.RewardLedger_ReductionIndexUnknown.selector, 1, 1)
        );
        _reductionsRefused(
            batch,
            RecordBytes.reduction(0, 1, 101),
            abi.encodeWithSelector(Errors.RewardLedger_ReductionExceedsSum.selector, 101, 100)
        );
        amend(batch, RecordBytes.reduction(0, 1, 100));
    }

    function test_RefusesInOrder_veto() public {
        Events.BatchRef[] memory batches = list(ref(NO_POOL, NO_SEQ, records, wrongList));
        commit(pool, records);
        commit(pool, records);
        vm.prank(OWNER);
        ledger.veto(list(ref(pool, 2, records, netList)));

        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_PoolUnknown.selector, NO_POOL));
        ledger.veto(batches);
        batches[0].pool = pool;
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_NotPoolOwner.selector, address(this), OWNER));
        ledger.veto(batches);
        vm.startPrank(OWNER);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_BatchUnknown.selector, pool, NO_SEQ));
        ledger.veto(batches);
        batches[0].seq = 2;
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_BatchNotOpen.selector, pool, 2));
        ledger.veto(batches);
        batches[0].seq = 1;
        vm.warp(START + HOLD);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_BatchMatured.selector, START + HOLD, START + HOLD));
        ledger.veto(batches);
        vm.warp(START);
        vm.expectRevert(_mismatch());
        ledger.veto(batches);
        batches[0].netList = netList;
        ledger.veto(batches);

        vm.stopPrank();
    }

    function test_RefusesInOrder_settle() public {
        commit(pool, records);
        Events.IndexedBatchRef[] memory batches = new Events.IndexedBatchRef[](1);
        batches[0] = Events.IndexedBatchRef(pool, NO_SEQ, keccak256(records), new bytes(7));
        bytes memory descending = abi.encodePacked(BOB, ALICE);

        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_PayeeListMalformed.selector, 41));
        ledger.settle(bytes.concat(descending, hex"00"), batches, true);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_PayeesNotAscending.selector, ALICE, BOB));
        ledger.settle(descending, batches, true);
        bytes memory payees = abi.encodePacked(ALICE);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_BatchUnknown.selector, pool, NO_SEQ));
        ledger.settle(payees, batches, true);
        batches[0].seq = 1;
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_BatchNotMatured.selector, START + HOLD, START));
        ledger.settle(payees, batches, true);
        vm.warp(START + HOLD);
        batches[0].indexedNetList = abi.encodePacked(uint16(1), uint48(99), hex"00");
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_NetListMalformed.selector, 9));
        ledger.settle(payees, batches, true);
        batches[0].indexedNetList = abi.encodePacked(uint16(1), uint48(99));
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_PayeeIndexUnknown.selector, 1, 1));
        ledger.settle(payees, batches, true);
        batches[0].indexedNetList = abi.encodePacked(uint16(0), uint48(99));
        vm.expectRevert(_mismatch());
        ledger.settle(payees, batches, true);
        batches[0].indexedNetList = abi.encodePacked(uint16(0), uint48(100));
        ledger.settle(payees, batches, true);
    }

    function _commitRefused(bytes memory batch, bytes memory refusal) private {
        bytes memory signature = signCommit(ORDER_KEY, pool, 1, terms_, batch);
        vm.expectRevert(refusal);
        ledger.commit(pool, 1, terms_, batch, signature);
    }

    function _amendRefused(Events.BatchRef memory batch, uint256 deadline, bytes memory refusal) private {
        vm.expectRevert(refusal);
        ledger.amend(batch, uint40(deadline), "", "");
    }

    function _reductionsRefused(Events.BatchRef memory batch, bytes memory reductions, bytes memory refusal) private {
        bytes27 hash = batchHash(keccak256(records), netList);
        bytes memory signature = signAmend(ORDER_KEY, pool, 1, hash, reductions, uint40(START));
        vm.expectRevert(refusal);
        ledger.amend(batch, uint40(START), reductions, signature);
    }

    /// @dev Batch 1 described with a net list that is not its own.
    function _mismatch() private view returns (bytes memory) {
        bytes32 recordsHash = keccak256(records);
        return
            abi.encodeWithSelector(
                Errors.RewardLedger_BatchHashMismatch.selector,
                pool,
                1,
                batchHash(recordsHash, wrongList),
                batchHash(recordsHash, netList)
            );
    }
}
