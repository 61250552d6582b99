// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerErrors as Errors} from "../../contracts/interfaces/IRewardLedgerErrors.sol";
import {IRewardLedgerEvents as Events} from "../../contracts/interfaces/IRewardLedgerEvents.sol";
import {LedgerTest} from "./support/LedgerTest.sol";
import {RecordBytes} from "./support/RecordBytes.sol";

/// @notice A pool owner taking available money out, after notice.
contract PoolWithdrawalTest is LedgerTest {
    uint64 private constant MOST_MICROS = uint64(type(int64).max);
    uint256 private constant READY = START + NOTICE;
    uint256 private constant EXPIRES = START + NOTICE + REQUEST_WINDOW;

    function test_PaysWhatWasRequestedAfterTheNotice() public {
        vm.expectEmit(address(ledger));
        emit Events.WithdrawalRequested(pool, 700, uint40(READY), uint40(EXPIRES));
        _request(700);
        vm.warp(READY);
        vm.expectEmit(address(ledger));
        emit Events.PoolWithdrawn(pool, OWNER, 700);

        assertEq(_execute(), 700, "answered");

        assertEq(token.balanceOf(OWNER), 700, "paid");
        assertEq(available(pool), DEPOSIT - 700, "available");
        assertEq(ledger.getPool(pool).requestMicros, 0, "the request is used up");
        assertEq(ledger.getPool(pool).requestReadyAt, 0, "nothing is left of it");
    }

    function test_PaysWhatIsAvailableWhenLessThanRequested() public {
        _request(MOST_MICROS);
        commit(pool, RecordBytes.one(ALICE, 1, 1000));
        vm.warp(READY);

        assertEq(_execute(), DEPOSIT - 1000, "all but what is reserved");
        assertEq(reserved(pool), 1000, "reserved is untouched");
    }

    function test_TakesTheLastInstantOfTheWindow() public {
        _request(1);
        vm.warp(EXPIRES - 1);

        assertEq(_execute(), 1, "just in time");
    }

    function test_DoesNotCoverLaterDeposits() public {
        _request(MOST_MICROS);
        fund(pool, ALICE, 300);
        fund(pool, OWNER, 30);
        vm.warp(READY);

        assertEq(_execute(), DEPOSIT, "what was there");
        assertEq(available(pool), 330, "what came later stays");
    }

    function test_MoneyCommittedLaterCountsAgainstTheRequest() public {
        _request(MOST_MICROS);
        fund(pool, ALICE, 300);
        commit(pool, RecordBytes.one(BOB, 1, 50));
        vm.warp(READY);

        assertEq(_execute(), DEPOSIT - 50, "300 stay, 50 are reserved");
        assertEq(available(pool), 300, "the deposit stays");
    }

    /// @custom:refuses executeWithdrawal NoticeNotOver
    function test_ANewRequestReplacesTheOldAndWaitsAgain() public {
        _request(500);
        fund(pool, ALICE, 300);
        vm.warp(START + 1 days);
        _request(MOST_MICROS);

        vm.warp(READY);
        _expectRefused(abi.encodeWithSelector(Errors.RewardLedger_NoticeNotOver.selector, READY + 1 days, READY));
        vm.warp(READY + 1 days);

        assertEq(_execute(), DEPOSIT + 300, "the deposit before it is covered");
    }

    /// @custom:refuses executeWithdrawal NoRequest
    function test_ARequestOfZeroCancels() public {
        _request(500);
        vm.expectEmit(address(ledger));
        emit Events.WithdrawalRequested(pool, 0, 0, 0);
        _request(0);
        vm.warp(READY);

        _expectRefused(abi.encodeWithSelector(Errors.RewardLedger_NoRequest.selector, pool));
    }

    function test_DepositsWithoutARequestAreNotHeldAgainstTheNext() public {
        fund(pool, ALICE, 300);
        _request(MOST_MICROS);
        vm.warp(READY);

        assertEq(_execute(), DEPOSIT + 300, "all of it");
    }

    function test_DepositsAfterAnExecutedRequestAreNotHeldAgainstTheNext() public {
        _request(1);
        fund(pool, ALICE, 5);
        vm.warp(READY);
        _execute();
        fund(pool, ALICE, 7);

        assertEq(ledger.getPool(pool).requestDepositedMicros, 0, "no request, no count");
    }

    /// @custom:refuses executeWithdrawal NoticeNotOver
    function test_RevertWhen_TheNoticeIsNotOver() public {
        _request(1);
        vm.warp(READY - 1);

        _expectRefused(abi.encodeWithSelector(Errors.RewardLedger_NoticeNotOver.selector, READY, READY - 1));
    }

    /// @custom:refuses executeWithdrawal RequestExpired
    function test_RevertWhen_TheWindowIsOver() public {
        _request(1);
        vm.warp(EXPIRES);

        _expectRefused(abi.encodeWithSelector(Errors.RewardLedger_RequestExpired.selector, EXPIRES, EXPIRES));
        vm.warp(EXPIRES + 9);
        _expectRefused(abi.encodeWithSelector(Errors.RewardLedger_RequestExpired.selector, EXPIRES, EXPIRES + 9));
    }

    /// @custom:refuses executeWithdrawal NoRequest
    function test_RevertGiven_NoRequestWasMadeOrItIsUsedUp() public {
        _expectRefused(abi.encodeWithSelector(Errors.RewardLedger_NoRequest.selector, pool));
        _request(1);
        vm.warp(READY);
        _execute();
        _expectRefused(abi.encodeWithSelector(Errors.RewardLedger_NoRequest.selector, pool));
    }

    /// @custom:refuses executeWithdrawal AmountZero
    function test_RevertGiven_NothingItCoversIsAvailable() public {
        pool = openPool(OWNER);
        _request(100);
        fund(pool, ALICE, 100);
        vm.warp(START + NOTICE);

        _expectRefused(abi.encodeWithSelector(Errors.RewardLedger_AmountZero.selector));
        assertEq(ledger.getPool(pool).requestMicros, 100, "the request stands");
    }

    /// @custom:refuses executeWithdrawal TransferFailed
    function test_RevertWhen_TheTokenFails() public {
        _request(700);
        vm.warp(READY);
        vm.etch(address(token), hex"fe");

        _expectRefused(abi.encodeWithSelector(Errors.RewardLedger_TransferFailed.selector, OWNER, 700));
        assertEq(ledger.getPool(pool).requestMicros, 700, "the request stands");
    }

    /// @custom:refuses requestWithdrawal AmountTooLarge
    function test_RevertWhen_TheRequestExceedsWhatTheLedgerCanHold() public {
        vm.prank(OWNER);
        vm.expectRevert(
            abi.encodeWithSelector(Errors.RewardLedger_AmountTooLarge.selector, uint256(2) ** 63, MOST_MICROS)
        );
        ledger.requestWithdrawal(pool, MOST_MICROS + 1);
    }

    /// @custom:refuses requestWithdrawal NotPoolOwner
    /// @custom:refuses executeWithdrawal NotPoolOwner
    function test_RevertWhen_AnotherThanTheOwnerCalls() public {
        _request(1);
        vm.warp(READY);
        bytes memory refusal = abi.encodeWithSelector(Errors.RewardLedger_NotPoolOwner.selector, ALICE, OWNER);
        vm.startPrank(ALICE);

        vm.expectRevert(refusal);
        ledger.requestWithdrawal(pool, 1);
        vm.expectRevert(refusal);
        ledger.executeWithdrawal(pool);

        vm.stopPrank();
    }

    /// @custom:refuses requestWithdrawal PoolUnknown
    /// @custom:refuses executeWithdrawal PoolUnknown
    function test_RevertGiven_ThePoolIsUnknown() public {
        bytes memory refusal = abi.encodeWithSelector(Errors.RewardLedger_PoolUnknown.selector, 9);
        vm.expectRevert(refusal);
        ledger.requestWithdrawal(9, 1);
        vm.expectRevert(refusal);
        ledger.executeWithdrawal(9);
    }

    function testFuzz_NeverPaysMoreThanRequestedOrThere(uint256 wanted, uint256 later, uint256 committed) public {
        uint64 request = uint64(bound(wanted, 1, MOST_MICROS));
        _request(request);
        uint256 deposit = bound(later, 1, 1e12);
        fund(pool, ALICE, deposit);
        uint40 reward = uint40(bound(committed, 1, CAP));
        commit(pool, RecordBytes.one(BOB, 1, reward));
        vm.warp(READY);

        uint256 left = DEPOSIT - reward;
        assertEq(_execute(), request < left ? request : left, "min(requested, what was there and is left)");
    }

    function _request(uint64 micros) private {
        vm.prank(OWNER);
        ledger.requestWithdrawal(pool, micros);
    }

    function _execute() private returns (uint64) {
        vm.prank(OWNER);
        return ledger.executeWithdrawal(pool);
    }

    function _expectRefused(bytes memory refusal) private {
        vm.prank(OWNER);
        vm.expectRevert(refusal);
        ledger.executeWithdrawal(pool);
    }
}
