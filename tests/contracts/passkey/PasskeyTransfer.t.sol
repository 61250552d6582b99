// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPasskeyAccount} from "../../../contracts/passkey/IPasskeyAccount.sol";
import {PasskeyKit} from "./PasskeyKit.sol";

/// @notice Money leaves by one assertion: after two days to a new address, at once to a known one.
contract PasskeyTransferTest is PasskeyKit {
    uint256 internal constant AMOUNT = 1_250_000;

    function setUp() public virtual override {
        super.setUp();
        token.mint(address(account), 10_000_000);
    }

    /*//////////////////////////////////////////////////////////////
                            A FIRST TRANSFER
    //////////////////////////////////////////////////////////////*/

    function test_AFirstTransferWaitsAndSaysSo() public {
        IPasskeyAccount.Authorization memory yes = transferYes(KEY, address(token), SHOP, AMOUNT);
        bytes32 instruction = transferDigest(address(token), SHOP, AMOUNT, 0, yes.deadline);
        uint40 readyAt = uint40(START + 2 days);

        vm.expectEmit(address(account));
        emit IPasskeyAccount.TransferWaits(instruction, address(token), SHOP, AMOUNT, 0, yes.deadline, readyAt);
        bool done = carry(SHOP, yes);

        assertTrue(!done, "it is not done");
        assertEq(account.waitsUntil(instruction), readyAt, "it waits two days");
        assertEq(token.balanceOf(SHOP), 0, "nothing has moved");
        assertTrue(!account.isKnown(SHOP), "the receiver is not known yet");
        assertEq(keyNonce(), 1, "its nonce is used");
        assertEq(recoveryNonce(), 0, "recovery's is not");
    }

    function test_CarriedAgainWhenItsDelayIsOverItMovesTheMoney() public {
        IPasskeyAccount.Authorization memory yes = ask(SHOP);
        bytes32 instruction = transferDigest(address(token), SHOP, AMOUNT, 0, yes.deadline);
        vm.warp(START + 2 days);

        vm.expectEmit(address(account));
        emit IPasskeyAccount.Completed(instruction);
        vm.expectEmit(address(account));
        emit IPasskeyAccount.ReceiverKnown(SHOP);
        bool done = carry(SHOP, yes);

        assertTrue(done, "it is done");
        assertEq(token.balanceOf(SHOP), AMOUNT, "the money has moved");
        assertEq(account.waitsUntil(instruction), 0, "nothing waits any more");
        assertTrue(account.isKnown(SHOP), "the receiver is known from now on");
        assertEq(keyNonce(), 1, "no second nonce is used");
    }

    function test_CarriedAgainItNeedsNoSignature() public {
        IPasskeyAccount.Authorization memory yes = ask(SHOP);
        vm.warp(START + 2 days);
        yes.signature = "";

        carry(SHOP, yes);

        assertEq(token.balanceOf(SHOP), AMOUNT, "the money has moved");
    }

    function test_RevertGiven_ASecondOfTheDelayIsLeft() public {
        IPasskeyAccount.Authorization memory yes = ask(SHOP);
        vm.warp(START + 2 days - 1);

        expectDelay(START + 2 days);
        carry(SHOP, yes);
    }

    function test_TheLastSecondOfTheWindowIsEarlyEnough() public {
        IPasskeyAccount.Authorization memory yes = ask(SHOP);
        vm.warp(START + 16 days - 1);

        carry(SHOP, yes);

        assertEq(token.balanceOf(SHOP), AMOUNT, "the money has moved");
    }

    function test_RevertGiven_TheWindowIsOver() public {
        IPasskeyAccount.Authorization memory yes = ask(SHOP);
        uint256 expiresAt = START + 16 days;
        for (uint256 late; late < 10; late += 9) {
            vm.warp(expiresAt + late);
            vm.expectRevert(
                abi.encodeWithSelector(IPasskeyAccount.PasskeyAccount_WindowOver.selector, expiresAt, expiresAt + late)
            );
            carry(SHOP, yes);
        }
    }

    function test_RevertWhen_AnInstructionThatWaitedIsCarriedAThirdTime() public {
        IPasskeyAccount.Authorization memory yes = transferYesUntil(uint40(START + 30 days));
        carry(SHOP, yes);
        vm.warp(START + 2 days);
        carry(SHOP, yes);

        expectNonce(0, 1);
        carry(SHOP, yes);
        assertEq(token.balanceOf(SHOP), AMOUNT, "the money has moved once");
    }

    /*//////////////////////////////////////////////////////////////
                            KNOWN RECEIVERS
    //////////////////////////////////////////////////////////////*/

    function test_ToAKnownAddressMoneyGoesAtOnce() public {
        makeKnown(SHOP);
        IPasskeyAccount.Authorization memory yes = transferYes(KEY, address(token), SHOP, AMOUNT);
        vm.recordLogs();

        bool done = carry(SHOP, yes);

        assertTrue(done, "it is done");
        assertEq(vm.getRecordedLogs().length, 1, "only the token has something to say");
        assertEq(token.balanceOf(SHOP), AMOUNT, "the money has moved");
    }

    function test_RevertWhen_ATransferThatWentAtOnceIsReplayed() public {
        makeKnown(SHOP);
        IPasskeyAccount.Authorization memory yes = transferYes(KEY, address(token), SHOP, AMOUNT);
        carry(SHOP, yes);

        expectNonce(1, 2);
        carry(SHOP, yes);
        assertEq(token.balanceOf(SHOP), AMOUNT, "the money has moved once");
    }

    function test_AnotherAddressWaitsAllTheSame() public {
        makeKnown(SHOP);

        bool done = carry(THIEF, transferYes(KEY, address(token), THIEF, AMOUNT));

        assertTrue(!done, "it waits");
        assertEq(token.balanceOf(THIEF), 0, "nothing has moved");
    }

    function test_RevertGiven_ItsOwnDelayIsNotOverThoughTheReceiverBecameKnown() public {
        IPasskeyAccount.Authorization memory first = ask(SHOP);
        vm.warp(START + 1 days);
        IPasskeyAccount.Authorization memory second = ask(SHOP);
        vm.warp(START + 2 days);
        carry(SHOP, first);

        expectDelay(START + 3 days);
        carry(SHOP, second);
    }

    function test_AnAmountOfNothingMakesAnAddressKnownBeforeThereIsMoney() public {
        account = newAccount(passkey(NEW_KEY), nobody());
        IPasskeyAccount.Authorization memory yes = transferYes(NEW_KEY, address(token), SHOP, 0);
        account.transfer(address(token), SHOP, 0, yes);
        vm.warp(START + 2 days);
        account.transfer(address(token), SHOP, 0, yes);
        token.mint(address(account), AMOUNT);

        assertTrue(carry(SHOP, transferYes(NEW_KEY, address(token), SHOP, AMOUNT)), "then money goes at once");
    }

    function test_TheAccountItselfIsAlwaysKnown() public {
        assertTrue(account.isKnown(address(account)), "it knows itself");
        IPasskeyAccount.Authorization memory yes = transferYes(KEY, address(token), address(account), AMOUNT);

        vm.recordLogs();
        assertTrue(account.transfer(address(token), address(account), AMOUNT, yes), "it is done at once");
        assertEq(vm.getRecordedLogs().length, 1, "only the token has something to say");
    }

    /*//////////////////////////////////////////////////////////////
                            TERMS OF A YES
    //////////////////////////////////////////////////////////////*/

    function test_TheDeadlineItselfIsEarlyEnough() public {
        IPasskeyAccount.Authorization memory yes = transferYesUntil(uint40(START + 1 hours));
        vm.warp(START + 1 hours);

        carry(SHOP, yes);

        assertEq(keyNonce(), 1, "it was taken");
    }

    function test_RevertWhen_TheDeadlineHasPassed() public {
        IPasskeyAccount.Authorization memory yes = transferYesUntil(uint40(START + 1 hours));
        vm.warp(START + 1 hours + 1);

        vm.expectRevert(
            abi.encodeWithSelector(
                IPasskeyAccount.PasskeyAccount_DeadlinePassed.selector,
                START + 1 hours,
                START + 1 hours + 1
            )
        );
        carry(SHOP, yes);
    }

    function test_RevertWhen_TheNonceIsNotNext() public {
        bytes32 digest_ = transferDigest(address(token), SHOP, AMOUNT, 1, soon());
        IPasskeyAccount.Authorization memory yes = authorize(KEY, digest_, 1, soon());

        expectNonce(1, 0);
        carry(SHOP, yes);
    }

    function test_TapsMadeInAdvanceAreCarriedInOrder() public {
        makeKnown(SHOP);
        uint40 deadline = soon();
        bytes32 third = transferDigest(address(token), SHOP, AMOUNT, 2, deadline);
        IPasskeyAccount.Authorization memory later = authorize(KEY, third, 2, deadline);
        expectNonce(2, 1);
        carry(SHOP, later);
        carry(SHOP, transferYes(KEY, address(token), SHOP, AMOUNT));

        carry(SHOP, later);

        assertEq(token.balanceOf(SHOP), 2 * AMOUNT, "both have moved");
    }

    function test_RevertWhen_ACarrierAltersAnything() public {
        IPasskeyAccount.Authorization memory yes = transferYes(KEY, address(token), SHOP, AMOUNT);
        IPasskeyAccount.Authorization memory withdrawal = withdrawYes(KEY, SHOP, uint64(AMOUNT));

        expectInvalid();
        account.transfer(address(token), THIEF, AMOUNT, yes);
        expectInvalid();
        account.transfer(address(token), SHOP, AMOUNT + 1, yes);
        expectInvalid();
        account.transfer(address(ledger), SHOP, AMOUNT, yes);
        expectInvalid();
        account.transfer(address(ledger), SHOP, AMOUNT, withdrawal);
        yes.deadline += 1;
        expectInvalid();
        account.transfer(address(token), SHOP, AMOUNT, yes);
    }

    function test_RevertWhen_TheYesIsForAnotherAccountOfTheSameKey() public {
        IPasskeyAccount.Authorization memory yes = transferYes(KEY, address(token), SHOP, AMOUNT);
        account = newAccount(passkey(KEY), nobody());

        expectInvalid();
        carry(SHOP, yes);
    }

    function test_RevertWhen_TheYesIsForAnotherChain() public {
        IPasskeyAccount.Authorization memory yes = transferYes(KEY, address(token), SHOP, AMOUNT);
        vm.chainId(block.chainid + 1);

        expectInvalid();
        carry(SHOP, yes);
    }

    function test_RevertGiven_AnInstructionWaitsOnTheOtherSideOfAFork() public {
        IPasskeyAccount.Authorization memory yes = ask(SHOP);
        vm.warp(START + 2 days);
        vm.chainId(block.chainid + 1);

        vm.expectRevert(
            abi.encodeWithSelector(IPasskeyAccount.PasskeyAccount_DeadlinePassed.selector, yes.deadline, START + 2 days)
        );
        carry(SHOP, yes);
    }

    function test_RevertWhen_TheReceiverIsZeroOrTheToken() public {
        IPasskeyAccount.Authorization memory yes;

        expectForbidden(address(0));
        account.transfer(address(token), address(0), AMOUNT, yes);
        expectForbidden(address(token));
        account.transfer(address(token), address(token), AMOUNT, yes);
        expectForbidden(address(0));
        account.transfer(address(0), address(0), AMOUNT, yes);
    }

    /*//////////////////////////////////////////////////////////////
                                SUPPORT
    //////////////////////////////////////////////////////////////*/

    /// @dev Carries a transfer to someone not known, which waits.
    function ask(address to) internal returns (IPasskeyAccount.Authorization memory yes) {
        yes = transferYes(KEY, address(token), to, AMOUNT);
        assertTrue(!carry(to, yes), "it waits");
    }

    function carry(address to, IPasskeyAccount.Authorization memory yes) internal returns (bool) {
        vm.prank(RELAYER);
        return account.transfer(address(token), to, AMOUNT, yes);
    }

    function transferYesUntil(uint40 deadline) internal view returns (IPasskeyAccount.Authorization memory) {
        return authorize(KEY, transferDigest(address(token), SHOP, AMOUNT, 0, deadline), 0, deadline);
    }
}

/// @notice The same where the chain has no P-256 precompile.
contract PasskeyTransferWithoutPrecompileTest is PasskeyTransferTest {
    function setUp() public override {
        super.setUp();
        removePrecompile();
    }
}
