// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TestDollar} from "../../contracts/TestDollar.sol";
import {IRewardLedgerErrors as Errors} from "../../contracts/interfaces/IRewardLedgerErrors.sol";
import {IRewardLedgerEvents as Events} from "../../contracts/interfaces/IRewardLedgerEvents.sol";
import {AuthorizationToken} from "./support/AuthorizationTokens.sol";
import {LedgerTest} from "./support/LedgerTest.sol";
import {TokenOrders} from "./support/TokenOrders.sol";

/// @notice Which refusal comes first when several apply, for pools and deposits. Each test begins with a call that is
/// wrong in all that can be, and mends it step by step in the order in which the interface names the refusals, which
/// `refusals.test.ts` compares, until it is taken.
contract RefusalOrderPoolsTest is LedgerTest {
    uint64 private constant MOST_MICROS = uint64(type(int64).max);
    uint256 private constant DORA_KEY = 0xD08A;
    uint32 private constant NO_POOL = 9;

    address private dora;
    uint256 private salts;

    function test_RefusesInOrder_openPool() public {
        Events.PoolTerms memory terms_ = Events.PoolTerms(1 hours - 1, 0, 0, MOST_MICROS + 1);
        vm.startPrank(BOB);

        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_ZeroAddress.selector));
        ledger.openPool(address(0), terms_);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_OrderSignerIsOwner.selector, BOB));
        ledger.openPool(BOB, terms_);
        vm.expectRevert(
            abi.encodeWithSelector(Errors.RewardLedger_HoldOutOfBounds.selector, 1 hours - 1, 1 hours, 120 days)
        );
        ledger.openPool(orderSigner, terms_);
        terms_.minHoldSeconds = 1 hours;
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_RewardCapOutOfBounds.selector, 0, 2 ** 39 - 1));
        ledger.openPool(orderSigner, terms_);
        terms_.rewardCapMicros = 1;
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_RateZero.selector));
        ledger.openPool(orderSigner, terms_);
        terms_.rateCapacityMicros = 1;
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_AmountTooLarge.selector, 2 ** 63, MOST_MICROS));
        ledger.openPool(orderSigner, terms_);
        terms_.rateMicrosPerDay = 1;
        ledger.openPool(orderSigner, terms_);

        vm.stopPrank();
    }

    function test_RefusesInOrder_setOrderSigner() public {
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_PoolUnknown.selector, NO_POOL));
        ledger.setOrderSigner(NO_POOL, address(0));
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_NotPoolOwner.selector, address(this), OWNER));
        ledger.setOrderSigner(pool, address(0));
        vm.startPrank(OWNER);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_ZeroAddress.selector));
        ledger.setOrderSigner(pool, address(0));
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_OrderSignerIsOwner.selector, OWNER));
        ledger.setOrderSigner(pool, OWNER);
        ledger.setOrderSigner(pool, BOB);

        vm.stopPrank();
    }

    function test_RefusesInOrder_transferPool() public {
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_PoolUnknown.selector, NO_POOL));
        ledger.transferPool(NO_POOL, BOB);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_NotPoolOwner.selector, address(this), OWNER));
        ledger.transferPool(pool, BOB);
        vm.prank(OWNER);
        ledger.transferPool(pool, BOB);
    }

    function test_RefusesInOrder_acceptPool() public {
        vm.startPrank(orderSigner);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_PoolUnknown.selector, NO_POOL));
        ledger.acceptPool(NO_POOL);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_NotPendingOwner.selector, orderSigner, address(0)));
        ledger.acceptPool(pool);
        vm.startPrank(OWNER);
        ledger.transferPool(pool, orderSigner);
        vm.startPrank(orderSigner);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_OrderSignerIsOwner.selector, orderSigner));
        ledger.acceptPool(pool);
        vm.startPrank(OWNER);
        ledger.setOrderSigner(pool, BOB);
        vm.startPrank(orderSigner);
        ledger.acceptPool(pool);

        vm.stopPrank();
    }

    function test_RefusesInOrder_deposit() public {
        _climbDeposit(_deposit);
    }

    function test_RefusesInOrder_depositWithPermit() public {
        _climbDeposit(_depositWithPermit);
    }

    function test_RefusesInOrder_depositWithAuthorization() public {
        _climbDeposit(_depositWithAuthorization);
    }

    function test_RefusesInOrder_requestWithdrawal() public {
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_PoolUnknown.selector, NO_POOL));
        ledger.requestWithdrawal(NO_POOL, MOST_MICROS + 1);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_NotPoolOwner.selector, address(this), OWNER));
        ledger.requestWithdrawal(pool, MOST_MICROS + 1);
        vm.startPrank(OWNER);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_AmountTooLarge.selector, 2 ** 63, MOST_MICROS));
        ledger.requestWithdrawal(pool, MOST_MICROS + 1);
        ledger.requestWithdrawal(pool, MOST_MICROS);

        vm.stopPrank();
    }

    /// @dev The pool is empty at first, and the token broken whenever the pool asks it to pay.
    function test_RefusesInOrder_executeWithdrawal() public {
        pool = openPool(OWNER);
        bytes memory code = address(token).code;
        vm.etch(address(token), hex"fe");

        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_PoolUnknown.selector, NO_POOL));
        ledger.executeWithdrawal(NO_POOL);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_NotPoolOwner.selector, address(this), OWNER));
        ledger.executeWithdrawal(pool);
        vm.startPrank(OWNER);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_NoRequest.selector, pool));
        ledger.executeWithdrawal(pool);
        ledger.requestWithdrawal(pool, 5);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_NoticeNotOver.selector, START + NOTICE, START));
        ledger.executeWithdrawal(pool);
        uint256 expiresAt = START + NOTICE + REQUEST_WINDOW;
        vm.warp(expiresAt);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_RequestExpired.selector, expiresAt, expiresAt));
        ledger.executeWithdrawal(pool);
        vm.warp(expiresAt - 1);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_AmountZero.selector));
        ledger.executeWithdrawal(pool);
        vm.etch(address(token), code);
        fund(pool, ALICE, 5);
        vm.startPrank(OWNER);
        ledger.requestWithdrawal(pool, 5);
        vm.warp(block.timestamp + NOTICE);
        vm.etch(address(token), hex"fe");
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_TransferFailed.selector, OWNER, 5));
        ledger.executeWithdrawal(pool);
        vm.etch(address(token), code);
        ledger.executeWithdrawal(pool);

        vm.stopPrank();
    }

    /// @dev Over a token with 18 decimals, of which Dora has more than a ledger can count.
    function _climbDeposit(function(uint32, address, uint256, bytes memory) internal try_) private {
        token = TestDollar(address(new AuthorizationToken(18, 0)));
        ledger = deployLedger(address(token));
        pool = openPool(OWNER);
        dora = vm.addr(DORA_KEY);
        uint256 tooMuch = (uint256(MOST_MICROS) + 1) * 1e12;
        token.mint(dora, tooMuch + 1);
        vm.prank(dora);
        token.approve(address(ledger), type(uint256).max);

        try_(NO_POOL, BOB, 0, abi.encodeWithSelector(Errors.RewardLedger_PoolUnknown.selector, NO_POOL));
        try_(pool, BOB, 0, abi.encodeWithSelector(Errors.RewardLedger_OwnerNotExpected.selector, OWNER, BOB));
        try_(pool, OWNER, 0, abi.encodeWithSelector(Errors.RewardLedger_DepositZero.selector));
        try_(
            pool,
            OWNER,
            tooMuch + 1,
            abi.encodeWithSelector(Errors.RewardLedger_DepositNotWholeMicros.selector, tooMuch + 1, 1e12)
        );
        try_(
            pool,
            OWNER,
            tooMuch,
            abi.encodeWithSelector(Errors.RewardLedger_AmountTooLarge.selector, 2 ** 63, MOST_MICROS)
        );
        try_(pool, OWNER, tooMuch - 1e12, "");
        assertEq(available(pool), MOST_MICROS, "taken at last");
    }

    function _deposit(uint32 to, address expectedOwner, uint256 rawAmount, bytes memory refusal) private {
        _expect(refusal);
        vm.prank(dora);
        ledger.deposit(to, expectedOwner, rawAmount);
    }

    function _depositWithPermit(uint32 to, address expectedOwner, uint256 rawAmount, bytes memory refusal) private {
        _expect(refusal);
        vm.prank(dora);
        ledger.depositWithPermit(to, expectedOwner, rawAmount, START, 27, 0, 0);
    }

    function _depositWithAuthorization(
        uint32 to,
        address expectedOwner,
        uint256 rawAmount,
        bytes memory refusal
    ) private {
        Events.ReceiveAuthorization memory wanted;
        (wanted.rawAmount, wanted.validBefore, wanted.salt) = (rawAmount, START + 1, bytes32(++salts));
        wanted = TokenOrders.authorize(address(token), DORA_KEY, address(ledger), to, expectedOwner, wanted);
        _expect(refusal);
        ledger.depositWithAuthorization(to, expectedOwner, wanted);
    }

    /// @dev The next call is refused so, or taken when nothing is said.
    function _expect(bytes memory refusal) private {
        if (refusal.length != 0) vm.expectRevert(refusal);
    }
}
