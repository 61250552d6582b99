// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerErrors as Errors} from "../../contracts/interfaces/IRewardLedgerErrors.sol";
import {IRewardLedgerEvents as Events} from "../../contracts/interfaces/IRewardLedgerEvents.sol";
import {LedgerTest} from "./support/LedgerTest.sol";
import {MockToken} from "./support/MockToken.sol";
import {RecordBytes} from "./support/RecordBytes.sol";
import {Vm} from "./support/Vm.sol";

/// @notice Paying what is owed: pushed by anyone, or withdrawn by the payee.
/// Alice is owed 100 000, the default minimum, and Bob one micro less.
contract PayTest is LedgerTest {
    /// @dev 18 decimals, so that an amount sent in micros instead of raw units shows.
    uint256 private constant SCALE = 1e12;

    MockToken private mock;

    function setUp() public override {
        vm.warp(START);
        orderSigner = vm.addr(ORDER_KEY);
        mock = new MockToken(18);
        ledger = deployLedger(address(mock));
        pool = openPool(OWNER);
        mock.mint(address(this), 1_000_000 * SCALE);
        mock.approve(address(ledger), 1_000_000 * SCALE);
        ledger.deposit(pool, OWNER, 1_000_000 * SCALE);
        bytes memory records = bytes.concat(RecordBytes.one(ALICE, 1, 100_000), RecordBytes.one(BOB, 1, 99_999));
        bytes memory netList = bytes.concat(RecordBytes.entry(ALICE, 100_000), RecordBytes.entry(BOB, 99_999));
        commit(pool, records);
        vm.warp(START + HOLD);
        settleBatches(list(ref(pool, 1, records, netList)), false);
    }

    function test_PaysWhoeverReachesTheMinimumAndPassesOverTheRest() public {
        vm.recordLogs();
        vm.prank(CAROL);
        ledger.pay(_payees(BOB, ALICE, CAROL));

        assertEq(mock.balanceOf(ALICE), 100_000 * SCALE, "Alice");
        assertEq(mock.balanceOf(BOB), 0, "one micro short");
        assertEq(mock.balanceOf(CAROL), 0, "owed nothing");
        assertEq(owedTo(ALICE), 0, "paid");
        assertEq(owedTo(BOB), 99_999, "owed");
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 2, "Transfer and Paid");
        assertEq(logs[1].topics[0], Events.Paid.selector, "Paid");
        assertEq(logs[1].topics[1], bytes32(uint256(uint160(ALICE))), "to Alice");
        assertEq(logs[1].data, abi.encode(100_000), "in micros");
    }

    function test_PaysOnceWhoeverIsNamedTwice() public {
        ledger.pay(_payees(ALICE, ALICE, ALICE));

        assertEq(mock.balanceOf(ALICE), 100_000 * SCALE, "once");
    }

    function test_PaysASingleMicroToWhoeverAsksForThat() public {
        vm.startPrank(BOB);
        ledger.withdraw(CAROL, 99_998);
        ledger.setMinimumPayout(1);
        vm.stopPrank();

        ledger.pay(_payees(BOB, BOB, BOB));

        assertEq(mock.balanceOf(BOB), SCALE, "one micro, once");
        assertEq(owedTo(BOB), 0, "nothing left");
    }

    function test_PassesOverWhoeversPushFailsAndPaysTheOthers() public {
        vm.prank(BOB);
        ledger.setMinimumPayout(1);
        mock.behave(ALICE, MockToken.Behaviour.Revert);
        vm.expectEmit(address(ledger));
        emit Events.Paid(BOB, 99_999);

        ledger.pay(_payees(ALICE, BOB, CAROL));

        assertEq(owedTo(ALICE), 100_000, "still owed");
        assertEq(mock.balanceOf(BOB), 99_999 * SCALE, "paid");
    }

    /// @custom:refuses pay GasTooLow
    function test_RevertWhen_GasIsShortOfThePushCap() public {
        bytes memory call = abi.encodeCall(ledger.pay, (_payees(ALICE, BOB, CAROL)));

        (bool success, bytes memory answer) = address(ledger).call{gas: 140_000}(call);

        assertTrue(!success, "refused");
        assertEq(bytes32(bytes4(answer)), bytes32(Errors.RewardLedger_GasTooLow.selector), "GasTooLow");
        assertEq(owedTo(ALICE), 100_000, "still owed");
    }

    function test_PaysNobodyWithoutNeedingGasForAPush() public {
        bytes memory call = abi.encodeCall(ledger.pay, (_payees(BOB, CAROL, OWNER)));

        (bool success, ) = address(ledger).call{gas: 60_000}(call);

        assertTrue(success, "nobody to push to");
    }

    function test_ThePayeeWithdrawsAnyAmountToAnyone() public {
        vm.expectEmit(address(ledger));
        emit Events.Withdrawn(BOB, CAROL, 1);

        vm.prank(BOB);
        ledger.withdraw(CAROL, 1);
        vm.prank(BOB);
        ledger.withdraw(BOB, 99_998);

        assertEq(mock.balanceOf(CAROL), SCALE, "one micro");
        assertEq(mock.balanceOf(BOB), 99_998 * SCALE, "the rest, below the minimum");
        assertEq(owedTo(BOB), 0, "nothing left");
    }

    /// @custom:refuses withdraw OwedExceeded
    function test_RevertWhen_MoreIsWithdrawnThanIsOwed() public {
        vm.prank(BOB);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_OwedExceeded.selector, 100_000, 99_999));
        ledger.withdraw(BOB, 100_000);
    }

    /// @custom:refuses withdraw AmountZero
    function test_RevertWhen_NothingIsWithdrawn() public {
        vm.prank(BOB);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_AmountZero.selector));
        ledger.withdraw(BOB, 0);
    }

    /// @custom:refuses withdraw ZeroAddress, ForbiddenAddress
    function test_RevertWhen_TheReceiverIsZeroOrTheLedgerOrTheToken() public {
        vm.startPrank(BOB);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_ZeroAddress.selector));
        ledger.withdraw(address(0), 1);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_ForbiddenAddress.selector, address(ledger)));
        ledger.withdraw(address(ledger), 1);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_ForbiddenAddress.selector, address(mock)));
        ledger.withdraw(address(mock), 1);
        vm.stopPrank();
    }

    /// @custom:refuses withdraw TransferFailed
    function test_RevertWhen_TheTokenFailsAWithdrawal() public {
        mock.behave(CAROL, MockToken.Behaviour.ReturnFalse);

        vm.prank(BOB);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_TransferFailed.selector, CAROL, 7 * SCALE));
        ledger.withdraw(CAROL, 7);

        assertEq(owedTo(BOB), 99_999, "still owed");
    }

    function testFuzz_OwedFallsByWhatLeaves(uint64 seed) public {
        uint64 micros = uint64(bound(seed, 1, 99_999));

        vm.prank(BOB);
        ledger.withdraw(CAROL, micros);

        assertEq(mock.balanceOf(CAROL), micros * SCALE, "C-6: left");
        assertEq(owedTo(BOB), 99_999 - micros, "C-6: owed");
    }

    function _payees(address a, address b, address c) private pure returns (address[] memory payees) {
        payees = new address[](3);
        (payees[0], payees[1], payees[2]) = (a, b, c);
    }
}
