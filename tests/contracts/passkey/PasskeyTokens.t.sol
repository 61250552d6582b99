// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPasskeyAccount} from "../../../contracts/passkey/IPasskeyAccount.sol";
import {MockToken} from "../support/MockToken.sol";
import {PasskeyKit} from "./PasskeyKit.sol";

/// @notice What tokens do when money leaves an account: fail, say nothing, call back; and the chain's own coin.
contract PasskeyTokensTest is PasskeyKit {
    uint256 private constant AMOUNT = 1_250_000;

    MockToken private mock;

    function setUp() public override {
        super.setUp();
        mock = new MockToken(6);
        mock.mint(address(account), AMOUNT);
    }

    function test_RevertGiven_TheTokenFailsAndTheInstructionGoesOnWaiting() public {
        MockToken.Behaviour[4] memory failures = [
            MockToken.Behaviour.ReturnFalse,
            MockToken.Behaviour.Revert,
            MockToken.Behaviour.ReturnTwo,
            MockToken.Behaviour.ReturnShort
        ];
        IPasskeyAccount.Authorization memory yes = waitOut(address(mock), AMOUNT);
        for (uint256 i; i < failures.length; ++i) {
            mock.behave(SHOP, failures[i]);
            expectFailed(address(mock), AMOUNT);
            account.transfer(address(mock), SHOP, AMOUNT, yes);
        }
        assertTrue(!account.isKnown(SHOP), "nobody became known");

        mock.behave(SHOP, MockToken.Behaviour.Honest);
        account.transfer(address(mock), SHOP, AMOUNT, yes);

        assertEq(mock.balanceOf(SHOP), AMOUNT, "the money has moved");
    }

    function test_ATokenThatReturnsNothingIsPaidAsAnyOther() public {
        IPasskeyAccount.Authorization memory yes = waitOut(address(mock), AMOUNT);
        mock.behave(SHOP, MockToken.Behaviour.ReturnNothing);

        assertTrue(account.transfer(address(mock), SHOP, AMOUNT, yes), "it is done");

        assertEq(mock.balanceOf(SHOP), AMOUNT, "the money has moved");
    }

    function test_RevertGiven_ThereIsNoTokenAtTheAddress() public {
        address nothing = address(0xDEAD);
        IPasskeyAccount.Authorization memory yes = waitOut(nothing, AMOUNT);

        expectFailed(nothing, AMOUNT);
        account.transfer(nothing, SHOP, AMOUNT, yes);
    }

    function test_AnInstructionMayWaitForMoneyThatIsStillToCome() public {
        IPasskeyAccount.Authorization memory yes = waitOut(address(mock), AMOUNT + 1);
        expectFailed(address(mock), AMOUNT + 1);
        account.transfer(address(mock), SHOP, AMOUNT + 1, yes);
        mock.mint(address(account), 1);

        account.transfer(address(mock), SHOP, AMOUNT + 1, yes);

        assertEq(mock.balanceOf(SHOP), AMOUNT + 1, "the money has moved");
    }

    function test_ATransferThatFailsAtOnceUsesNoNonce() public {
        makeKnown(SHOP);
        IPasskeyAccount.Authorization memory yes = transferYes(KEY, address(mock), SHOP, AMOUNT);
        mock.behave(SHOP, MockToken.Behaviour.ReturnFalse);
        expectFailed(address(mock), AMOUNT);
        account.transfer(address(mock), SHOP, AMOUNT, yes);
        mock.behave(SHOP, MockToken.Behaviour.Honest);

        account.transfer(address(mock), SHOP, AMOUNT, yes);

        assertEq(mock.balanceOf(SHOP), AMOUNT, "the same yes still works");
    }

    function test_ATokenThatCallsBackCannotCarryTheSameYesAgain() public {
        mock.mint(address(account), AMOUNT);
        IPasskeyAccount.Authorization memory yes = waitOut(address(mock), AMOUNT);
        mock.behave(SHOP, MockToken.Behaviour.CallBack);
        mock.callBack(address(account), abi.encodeCall(account.transfer, (address(mock), SHOP, AMOUNT, yes)));

        account.transfer(address(mock), SHOP, AMOUNT, yes);

        assertTrue(!mock.callBackSucceeded(), "the second carrying was refused");
        assertEq(mock.balanceOf(SHOP), AMOUNT, "the money has moved once");

        yes = transferYes(KEY, address(mock), SHOP, AMOUNT);
        mock.callBack(address(account), abi.encodeCall(account.transfer, (address(mock), SHOP, AMOUNT, yes)));
        account.transfer(address(mock), SHOP, AMOUNT, yes);

        assertTrue(!mock.callBackSucceeded(), "nor does it work where nothing waits");
        assertEq(mock.balanceOf(SHOP), 2 * AMOUNT, "the money has moved once more, not twice");
    }

    function test_TheChainsCoinThatCameBeforeTheAccountCanLeave() public {
        vm.deal(address(account), 1 ether);
        IPasskeyAccount.Authorization memory yes = waitOut(address(0), 0.4 ether);

        assertTrue(account.transfer(address(0), SHOP, 0.4 ether, yes), "it is done");

        assertEq(SHOP.balance, 0.4 ether, "the coin has moved");
        assertEq(address(account).balance, 0.6 ether, "the rest is still there");
    }

    function test_RevertGiven_TheReceiverTakesNoCoin() public {
        vm.deal(address(account), 1 ether);
        address to = address(mock);
        IPasskeyAccount.Authorization memory yes = transferYes(KEY, address(0), to, 1 ether);
        account.transfer(address(0), to, 1 ether, yes);
        vm.warp(START + 2 days);

        vm.expectRevert(
            abi.encodeWithSelector(IPasskeyAccount.PasskeyAccount_TransferFailed.selector, address(0), to, 1 ether)
        );
        account.transfer(address(0), to, 1 ether, yes);
    }

    function test_AnAccountThatExistsTakesNoCoin() public {
        vm.deal(address(this), 1 ether);

        (bool taken, ) = address(account).call{value: 1 ether}("");

        assertTrue(!taken, "it is refused");
    }

    /// @dev Has a first transfer to the shop wait until it may be carried again.
    function waitOut(address token_, uint256 rawAmount) private returns (IPasskeyAccount.Authorization memory yes) {
        yes = transferYes(KEY, token_, SHOP, rawAmount);
        account.transfer(token_, SHOP, rawAmount, yes);
        vm.warp(START + 2 days);
    }

    function expectFailed(address token_, uint256 rawAmount) private {
        vm.expectRevert(
            abi.encodeWithSelector(IPasskeyAccount.PasskeyAccount_TransferFailed.selector, token_, SHOP, rawAmount)
        );
    }
}
