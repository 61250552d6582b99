// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerErrors as Errors} from "../../contracts/interfaces/IRewardLedgerErrors.sol";
import {LedgerTest} from "./support/LedgerTest.sol";

/// @notice Which refusal comes first when several apply, for what payees ask for; see `RefusalOrderPools`. Dora has a key
/// and is owed 5 micros.
contract RefusalOrderPayeesTest is LedgerTest {
    uint256 private constant DORA_KEY = 0xD08A;
    uint64 private constant MOST = 1_000_000_000;

    address private dora;
    uint40 private deadline;

    function setUp() public override {
        super.setUp();
        dora = vm.addr(DORA_KEY);
        owe(dora, 5);
        deadline = uint40(block.timestamp);
    }

    function test_RefusesInOrder_withdraw() public {
        _climbWithdraw(_withdraw);
    }

    function test_RefusesInOrder_withdrawWithSignature() public {
        vm.warp(deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_DeadlinePassed.selector, deadline, deadline + 1));
        ledger.withdrawWithSignature(dora, address(0), 0, deadline, "");
        vm.warp(deadline);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_PayeeSignatureInvalid.selector, dora));
        ledger.withdrawWithSignature(dora, address(0), 0, deadline, "");
        _climbWithdraw(_withdrawWithSignature);
    }

    function test_RefusesInOrder_setMinimumPayoutWithSignature() public {
        vm.warp(deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_DeadlinePassed.selector, deadline, deadline + 1));
        ledger.setMinimumPayoutWithSignature(dora, MOST + 1, deadline, "");
        vm.warp(deadline);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_PayeeSignatureInvalid.selector, dora));
        ledger.setMinimumPayoutWithSignature(dora, MOST + 1, deadline, "");
        bytes memory tooMuch = signStruct(DORA_KEY, minimumStruct(dora, MOST + 1, 0, deadline));
        vm.expectRevert(
            abi.encodeWithSelector(Errors.RewardLedger_MinimumPayoutOutOfBounds.selector, MOST + 1, 0, MOST)
        );
        ledger.setMinimumPayoutWithSignature(dora, MOST + 1, deadline, tooMuch);
        bytes memory signature = signStruct(DORA_KEY, minimumStruct(dora, MOST, 0, deadline));
        ledger.setMinimumPayoutWithSignature(dora, MOST, deadline, signature);
    }

    /// @dev The token is broken until the end.
    function _climbWithdraw(function(address, uint64) internal withdraw_) private {
        bytes memory code = address(token).code;
        vm.etch(address(token), hex"fe");

        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_ZeroAddress.selector));
        withdraw_(address(0), 0);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_ForbiddenAddress.selector, address(ledger)));
        withdraw_(address(ledger), 0);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_AmountZero.selector));
        withdraw_(BOB, 0);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_OwedExceeded.selector, 6, 5));
        withdraw_(BOB, 6);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_TransferFailed.selector, BOB, 5));
        withdraw_(BOB, 5);
        vm.etch(address(token), code);
        withdraw_(BOB, 5);

        assertEq(token.balanceOf(BOB), 5, "taken at last");
    }

    function _withdraw(address to, uint64 micros) private {
        vm.prank(dora);
        ledger.withdraw(to, micros);
    }

    function _withdrawWithSignature(address to, uint64 micros) private {
        bytes memory signature = signStruct(DORA_KEY, withdrawStruct(dora, to, micros, 0, deadline));
        ledger.withdrawWithSignature(dora, to, micros, deadline, signature);
    }
}
