// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerErrors as Errors} from "../../../contracts/interfaces/IRewardLedgerErrors.sol";
import {AttackKit} from "../support/AttackKit.sol";
import {IssuerToken} from "../support/IssuerToken.sol";
import {RecordBytes} from "../support/RecordBytes.sol";

/// @notice The issuer stops the token, freezes somebody or the ledger, makes transfers dear, or takes the token's code away.
/// A batch of Alice's 200 000 and Bob's 300 000 has matured.
contract IssuerPowersTest is AttackKit {
    IssuerToken private issuer;
    bytes private records = bytes.concat(RecordBytes.one(ALICE, 1, 200_000), RecordBytes.one(BOB, 2, 300_000));
    bytes private netList = bytes.concat(RecordBytes.entry(ALICE, 200_000), RecordBytes.entry(BOB, 300_000));

    function setUp() public override {
        vm.warp(START);
        orderSigner = vm.addr(ORDER_KEY);
        issuer = new IssuerToken();
        ledger = deployLedger(address(issuer));
        pool = openPool(OWNER);
        issuer.mint(address(this), DEPOSIT);
        issuer.approve(address(ledger), DEPOSIT);
        ledger.deposit(pool, OWNER, DEPOSIT);
        commitAndMature(records);
    }

    function test_AFrozenPayeeHindersNobodyAndTakesItsMoneyElsewhere() public {
        issuer.freeze(ALICE, true);
        _settle(true);
        assertEq(issuer.balanceOf(BOB), 300_000, "Bob is paid");
        assertEq(owedTo(ALICE), 200_000, "Alice is owed");

        vm.prank(ALICE);
        ledger.withdraw(CAROL, 200_000);
        assertEq(issuer.balanceOf(CAROL), 200_000, "and says where to");
    }

    function test_APausedTokenDelaysPaymentsAndLosesNone() public {
        issuer.pause(true);
        _settle(true);
        ledger.pay(_both());
        assertEq(uint256(owedTo(ALICE)) + owedTo(BOB), 500_000, "owed");

        issuer.pause(false);
        ledger.pay(_both());
        assertEq(issuer.balanceOf(ALICE) + issuer.balanceOf(BOB), 500_000, "paid");
    }

    /// @dev Nothing but the issuer undoes this; the books stay right for when it does.
    function test_AFrozenLedgerKeepsItsBooks() public {
        issuer.freeze(address(ledger), true);
        _settle(true);
        bytes memory call = abi.encodeCall(ledger.withdraw, (CAROL, 200_000));
        assertRefused(ALICE, call, Errors.RewardLedger_TransferFailed.selector, "nothing leaves");
        assertEq(owedTo(ALICE), 200_000, "and nothing is lost");

        issuer.freeze(address(ledger), false);
        assertTaken(ALICE, call, "as soon as it may");
    }

    function test_AFrozenOwnerHandsItsPoolOn() public {
        issuer.freeze(OWNER, true);
        vm.startPrank(OWNER);
        ledger.requestWithdrawal(pool, 1_000_000);
        vm.warp(block.timestamp + NOTICE);
        bytes memory call = abi.encodeCall(ledger.executeWithdrawal, (pool));
        vm.stopPrank();
        assertRefused(OWNER, call, Errors.RewardLedger_TransferFailed.selector, "frozen");
        vm.prank(OWNER);
        ledger.transferPool(pool, CAROL);
        vm.prank(CAROL);
        ledger.acceptPool(pool);

        assertTaken(CAROL, call, "the new owner's");
        assertEq(issuer.balanceOf(CAROL), 1_000_000, "paid out");
    }

    /// @dev Against T-5: what no push can pay, a payee still withdraws, with as much gas as it takes.
    function test_ATransferDearerThanAPushIsStillWithdrawn() public {
        issuer.setExtraGas(150_000);
        _settle(true);
        assertEq(uint256(owedTo(ALICE)) + owedTo(BOB), 500_000, "no push gets that much");

        vm.prank(ALICE);
        ledger.withdraw(ALICE, 200_000);
        assertEq(issuer.balanceOf(ALICE), 200_000, "withdrawn");
    }

    /// @dev A token that is gone takes a call and does nothing: that is no payment.
    function test_ATokenWithoutCodePaysNobody() public {
        vm.etch(address(issuer), "");
        _settle(true);
        ledger.pay(_both());
        bytes memory call = abi.encodeCall(ledger.withdraw, (CAROL, 200_000));

        assertRefused(ALICE, call, Errors.RewardLedger_TransferFailed.selector, "no code, no payment");
        assertEq(uint256(owedTo(ALICE)) + owedTo(BOB), 500_000, "still owed");
    }

    /// @dev Other code at the token's address, here one that answers true to everything: it can lie, and only that.
    function test_ATokenThatTurnsIntoALiarSpendsWhatItLiesAbout() public {
        vm.etch(address(issuer), hex"600160005260206000f3");
        _settle(true);

        assertEq(uint256(owedTo(ALICE)) + owedTo(BOB), 0, "against T-3: believed");
        assertEq(reserved(pool), 0, "settled once");
        assertEq(available(pool), DEPOSIT - 500_000, "and nothing else moved");
    }

    function _settle(bool push) private {
        settleBatches(list(ref(pool, 1, records, netList)), push);
    }

    function _both() private pure returns (address[] memory payees) {
        payees = new address[](2);
        (payees[0], payees[1]) = (ALICE, BOB);
    }
}
