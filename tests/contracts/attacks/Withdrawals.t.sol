// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerErrors as Errors} from "../../../contracts/interfaces/IRewardLedgerErrors.sol";
import {IRewardLedgerEvents as Events} from "../../../contracts/interfaces/IRewardLedgerEvents.sol";
import {AttackKit} from "../support/AttackKit.sol";
import {RecordBytes} from "../support/RecordBytes.sol";

/// @notice What an owner can do to take money out sooner than announced, or more of it, and what others can do to keep an
/// owner from its own. The pool has 5 000 000 000.
contract WithdrawalsTest is AttackKit {
    uint64 private constant EVERYTHING = uint64(type(int64).max);

    /// @dev A standing request for everything covers what was there when it was made, and never what came later.
    function test_ARequestMadeInAdvanceCoversNoLaterDeposit() public {
        uint32 empty = openPool(OWNER);
        vm.prank(OWNER);
        ledger.requestWithdrawal(empty, EVERYTHING);
        fund(empty, CAROL, 1_000_000);
        vm.warp(START + NOTICE);
        bytes memory call = abi.encodeCall(ledger.executeWithdrawal, (empty));

        assertRefused(OWNER, call, Errors.RewardLedger_AmountZero.selector, "nothing it covers");
        assertEq(available(empty), 1_000_000, "the deposit stays");
    }

    /// @dev The same money, out and in again: a deposit after the request is no part of it, however small the drops.
    function test_DrippingDepositsNeitherFeedNorStarveARequest() public {
        vm.prank(OWNER);
        ledger.requestWithdrawal(pool, EVERYTHING);
        for (uint256 i; i < 50; ++i) {
            fund(pool, i % 2 == 0 ? OWNER : THIEF, 1 + i);
        }
        vm.warp(START + NOTICE);
        vm.prank(OWNER);

        assertEq(ledger.executeWithdrawal(pool), DEPOSIT, "what was there, no less");
        assertEq(available(pool), 1_275, "and no more");
    }

    /// @dev A request with an eternal standing: renewed each time it ends, it starts the notice anew.
    function test_ARenewedRequestWaitsAgain() public {
        vm.startPrank(OWNER);
        ledger.requestWithdrawal(pool, EVERYTHING);
        vm.warp(START + NOTICE + REQUEST_WINDOW - 1);
        ledger.requestWithdrawal(pool, EVERYTHING);
        vm.stopPrank();
        bytes memory call = abi.encodeCall(ledger.executeWithdrawal, (pool));

        assertRefused(OWNER, call, Errors.RewardLedger_NoticeNotOver.selector, "from the beginning");
        vm.warp(block.timestamp + NOTICE - 1);
        assertRefused(OWNER, call, Errors.RewardLedger_NoticeNotOver.selector, "to the end");
    }

    /// @dev Committed before the withdrawal is executed, the money is promised; the owner gets what is left.
    function test_ACommitAheadOfTheWithdrawalIsServedFirst() public {
        vm.prank(OWNER);
        ledger.requestWithdrawal(pool, EVERYTHING);
        vm.warp(START + NOTICE);
        bytes memory records = RecordBytes.one(ALICE, 1, 500_000);
        uint32 seq = commit(pool, records);
        vm.prank(OWNER);
        assertEq(ledger.executeWithdrawal(pool), DEPOSIT - 500_000, "the rest");

        vm.warp(block.timestamp + HOLD);
        settleBatches(list(ref(pool, seq, records, RecordBytes.entry(ALICE, 500_000))), true);
        assertEq(token.balanceOf(ALICE), 500_000, "and what was promised is paid");
    }

    function test_ACommitBehindTheWithdrawalIsRefusedAndPromisesNothing() public {
        vm.prank(OWNER);
        ledger.requestWithdrawal(pool, EVERYTHING);
        vm.warp(START + NOTICE);
        vm.prank(OWNER);
        ledger.executeWithdrawal(pool);
        bytes memory records = RecordBytes.one(ALICE, 1, 500_000);
        bytes memory signature = signCommit(ORDER_KEY, pool, 1, header(), records);
        bytes memory call = abi.encodeCall(ledger.commit, (pool, 1, header(), records, signature));

        assertRefused(RELAYER, call, Errors.RewardLedger_AvailableExceeded.selector, "nothing to promise");
    }

    /// @dev Parking deposits in a batch that is vetoed gives them no earlier notice.
    function test_ReservingAndVetoingMakesNoDepositOlder() public {
        uint32 empty = openPool(OWNER);
        vm.prank(OWNER);
        ledger.requestWithdrawal(empty, EVERYTHING);
        fund(empty, OWNER, 1_000_000);
        bytes memory records = RecordBytes.one(OWNER, 1, 1_000_000);
        uint32 seq = commit(empty, records);
        vm.startPrank(OWNER);
        ledger.veto(list(ref(empty, seq, records, RecordBytes.entry(OWNER, 1_000_000))));
        vm.stopPrank();
        assertEq(available(empty), 1_000_000, "available again");

        vm.warp(START + NOTICE);
        bytes memory call = abi.encodeCall(ledger.executeWithdrawal, (empty));
        assertRefused(OWNER, call, Errors.RewardLedger_AmountZero.selector, "still a later deposit");
    }

    /// @dev What was reserved at the request and came back since was there at the request: it is covered.
    function test_WhatComesBackFromAnEarlierBatchIsCovered() public {
        bytes memory records = RecordBytes.one(ALICE, 1, 500_000);
        uint32 seq = commit(pool, records);
        vm.startPrank(OWNER);
        ledger.requestWithdrawal(pool, EVERYTHING);
        ledger.veto(list(ref(pool, seq, records, RecordBytes.entry(ALICE, 500_000))));
        vm.warp(START + NOTICE);

        assertEq(ledger.executeWithdrawal(pool), DEPOSIT, "all that was there");
        vm.stopPrank();
    }

    /// @dev An owner who is a payee of its own pool gets both, each once.
    function test_AnOwnerWhoIsAPayeeGetsNothingTwice() public {
        bytes memory records = RecordBytes.one(OWNER, 1, 500_000);
        vm.prank(OWNER);
        ledger.requestWithdrawal(pool, EVERYTHING);
        uint32 seq = commitAndMature(records);
        settleBatches(list(ref(pool, seq, records, RecordBytes.entry(OWNER, 500_000))), false);
        bytes memory call = abi.encodeCall(ledger.executeWithdrawal, (pool));
        assertRefused(OWNER, call, Errors.RewardLedger_RequestExpired.selector, "the hold is longer than the window");
        vm.startPrank(OWNER);
        ledger.requestWithdrawal(pool, EVERYTHING);
        vm.warp(block.timestamp + NOTICE);
        ledger.executeWithdrawal(pool);
        ledger.withdraw(OWNER, 500_000);
        vm.stopPrank();

        assertEq(token.balanceOf(OWNER), DEPOSIT, "exactly what was put in");
        assertEq(token.balanceOf(address(ledger)), 0, "and nothing of anybody else's");
    }

    /// @dev The notice binds withdrawals: an owner can also reward itself, in public, with a hold.
    function test_AnOwnerMayRewardItselfFasterThanTheNotice() public {
        Events.PoolTerms memory terms_ = terms();
        terms_.minHoldSeconds = 1 hours;
        vm.prank(OWNER);
        uint32 quick = ledger.openPool(orderSigner, terms_);
        fund(quick, OWNER, 1_000_000);
        bytes memory records = RecordBytes.one(OWNER, 1, 1_000_000);
        Events.BatchHeader memory header_ = header();
        header_.holdSeconds = 1 hours;
        ledger.commit(quick, 1, header_, records, signCommit(ORDER_KEY, quick, 1, header_, records));
        vm.warp(START + 1 hours);

        settleBatches(list(ref(quick, 1, records, RecordBytes.entry(OWNER, 1_000_000))), true);
        assertEq(token.balanceOf(OWNER), 1_000_000, "its own free money, and nothing that was promised");
    }

    /// @dev The request stands when a pool changes hands, so a new owner looks at it first.
    function test_AHandedOverRequestPaysTheNewOwnerAndNotTheOld() public {
        vm.startPrank(OWNER);
        ledger.requestWithdrawal(pool, EVERYTHING);
        ledger.transferPool(pool, BOB);
        vm.stopPrank();
        vm.prank(BOB);
        ledger.acceptPool(pool);
        vm.warp(START + NOTICE);
        bytes memory call = abi.encodeCall(ledger.executeWithdrawal, (pool));

        assertRefused(OWNER, call, Errors.RewardLedger_NotPoolOwner.selector, "not the old owner");
        assertTaken(BOB, call, "the new one");
        assertEq(token.balanceOf(BOB), DEPOSIT, "all of it");
    }
}
