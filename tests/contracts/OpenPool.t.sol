// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerErrors as Errors} from "../../contracts/interfaces/IRewardLedgerErrors.sol";
import {IRewardLedgerEvents as Events} from "../../contracts/interfaces/IRewardLedgerEvents.sol";
import {LedgerTest} from "./support/LedgerTest.sol";

/// @notice Opening a pool, and changing its order signer.
contract OpenPoolTest is LedgerTest {
    uint64 private constant MOST_MICROS = uint64(type(int64).max);

    function test_OpensWithAFullRateLimitAndNoMoney() public {
        vm.expectEmit(address(ledger));
        emit Events.PoolOpened(2, ALICE, orderSigner, terms());

        vm.prank(ALICE);
        uint32 opened = ledger.openPool(orderSigner, terms());

        assertEq(opened, 2, "ids count up");
        assertEq(ledger.poolCount(), 2, "count");
        Events.Pool memory stored = ledger.getPool(2);
        assertEq(stored.owner, ALICE, "owner");
        assertEq(stored.orderSigner, orderSigner, "signer");
        assertEq(stored.nextSeq, 1, "first batch");
        assertEq(stored.availableMicros, 0, "available");
        assertEq(stored.reservedMicros, 0, "reserved");
        assertEq(stored.rateLevelMicros, CAPACITY, "full");
        assertEq(stored.rateUpdatedAt, START, "from now");
        assertEq(stored.rewardCapMicros, CAP, "cap");
        assertEq(stored.minHoldSeconds, HOLD, "hold");
        assertEq(stored.rateCapacityMicros, CAPACITY, "capacity");
        assertEq(stored.rateMicrosPerDay, PER_DAY, "per day");
        assertEq(stored.requestMicros, 0, "no request");
        assertEq(stored.requestDepositedMicros, 0, "nor deposits since");
        assertEq(stored.requestReadyAt, 0, "nor an instant");
        assertEq(stored.pendingOwner, address(0), "offered to nobody");
        assertEq(ledger.rateAvailable(2), CAPACITY, "rate available");
    }

    function test_TakesTheTermsAtTheirBounds() public {
        _open(Events.PoolTerms(1 hours, 1, 1, 1));
        _open(Events.PoolTerms(120 days, 2 ** 39 - 1, MOST_MICROS, MOST_MICROS));

        assertEq(ledger.getPool(3).rateLevelMicros, MOST_MICROS, "level");
    }

    /// @custom:refuses openPool ZeroAddress
    function test_RevertWhen_OrderSignerIsZero() public {
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_ZeroAddress.selector));
        ledger.openPool(address(0), terms());
    }

    /// @custom:refuses openPool OrderSignerIsOwner
    function test_RevertWhen_OrderSignerIsTheOwner() public {
        vm.prank(ALICE);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_OrderSignerIsOwner.selector, ALICE));
        ledger.openPool(ALICE, terms());
    }

    /// @custom:refuses openPool HoldOutOfBounds
    function test_RevertWhen_HoldIsOutOfBounds() public {
        _expectHoldRefused(1 hours - 1);
        _expectHoldRefused(120 days + 1);
    }

    /// @custom:refuses openPool RewardCapOutOfBounds
    function test_RevertWhen_RewardCapIsOutOfBounds() public {
        _expectCapRefused(0);
        _expectCapRefused(2 ** 39);
    }

    /// @custom:refuses openPool RateZero
    function test_RevertWhen_ARateIsZero() public {
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_RateZero.selector));
        _open(Events.PoolTerms(1 hours, 1, 0, 1));

        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_RateZero.selector));
        _open(Events.PoolTerms(1 hours, 1, 1, 0));
    }

    /// @custom:refuses openPool AmountTooLarge
    function test_RevertWhen_ARateExceedsWhatTheLedgerCanHold() public {
        bytes memory refusal = abi.encodeWithSelector(
            Errors.RewardLedger_AmountTooLarge.selector,
            2 ** 63,
            MOST_MICROS
        );

        vm.expectRevert(refusal);
        _open(Events.PoolTerms(1 hours, 1, MOST_MICROS + 1, 1));

        vm.expectRevert(refusal);
        _open(Events.PoolTerms(1 hours, 1, 1, MOST_MICROS + 1));
    }

    function test_ChangesTheOrderSigner() public {
        vm.expectEmit(address(ledger));
        emit Events.OrderSignerSet(pool, BOB);

        vm.prank(OWNER);
        ledger.setOrderSigner(pool, BOB);

        assertEq(ledger.getPool(pool).orderSigner, BOB, "signer");
    }

    /// @custom:refuses setOrderSigner NotPoolOwner
    function test_RevertWhen_AnotherChangesTheOrderSigner() public {
        vm.prank(ALICE);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_NotPoolOwner.selector, ALICE, OWNER));
        ledger.setOrderSigner(pool, BOB);
    }

    /// @custom:refuses setOrderSigner ZeroAddress, OrderSignerIsOwner
    function test_RevertWhen_TheNewOrderSignerIsZeroOrTheOwner() public {
        vm.prank(OWNER);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_ZeroAddress.selector));
        ledger.setOrderSigner(pool, address(0));

        vm.prank(OWNER);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_OrderSignerIsOwner.selector, OWNER));
        ledger.setOrderSigner(pool, OWNER);
    }

    /// @custom:refuses setOrderSigner PoolUnknown
    /// @custom:refuses getPool PoolUnknown
    /// @custom:refuses rateAvailable PoolUnknown
    function test_RevertGiven_ThePoolIsUnknown() public {
        bytes memory refusal = abi.encodeWithSelector(Errors.RewardLedger_PoolUnknown.selector, 2);

        vm.expectRevert(refusal);
        ledger.setOrderSigner(2, BOB);
        vm.expectRevert(refusal);
        ledger.getPool(2);
        vm.expectRevert(refusal);
        ledger.rateAvailable(2);
    }

    function _open(Events.PoolTerms memory terms_) private {
        ledger.openPool(orderSigner, terms_);
    }

    function _expectHoldRefused(uint32 hold) private {
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_HoldOutOfBounds.selector, hold, 1 hours, 120 days));
        _open(Events.PoolTerms(hold, 1, 1, 1));
    }

    function _expectCapRefused(uint40 cap) private {
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_RewardCapOutOfBounds.selector, cap, 2 ** 39 - 1));
        _open(Events.PoolTerms(1 hours, cap, 1, 1));
    }
}
