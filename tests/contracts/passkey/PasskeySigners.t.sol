// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPasskeyAccount} from "../../../contracts/passkey/IPasskeyAccount.sol";
import {PasskeyKit} from "./PasskeyKit.sol";

/// @notice The key changes after a week, and either signer can cancel.
contract PasskeySignersTest is PasskeyKit {
    /*//////////////////////////////////////////////////////////////
                               A NEW KEY
    //////////////////////////////////////////////////////////////*/

    function test_ANewKeyWaitsAWeekAndSaysSo() public {
        IPasskeyAccount.Authorization memory yes = setKeyYes(KEY, passkey(NEW_KEY), false);
        bytes32 instruction = setKeyDigest(passkey(NEW_KEY), false, 0, yes.deadline);
        uint40 readyAt = uint40(START + 7 days);

        vm.expectEmit(address(account));
        emit IPasskeyAccount.KeyWaits(instruction, passkey(NEW_KEY), false, 0, yes.deadline, readyAt);
        assertTrue(!account.setKey(passkey(NEW_KEY), false, yes), "it is not done");

        assertEq(account.waitsUntil(instruction), readyAt, "it waits a week");
        assertSigner(account.key(), passkey(KEY), "the key is still the old one");
        vm.warp(START + 7 days - 1);
        expectDelay(START + 7 days);
        account.setKey(passkey(NEW_KEY), false, yes);
    }

    function test_AfterItsWeekTheNewKeySaysEverythingAndTheOldOneNothing() public {
        IPasskeyAccount.Authorization memory yes = setKeyYes(KEY, passkey(NEW_KEY), false);
        account.setKey(passkey(NEW_KEY), false, yes);
        vm.warp(START + 7 days);

        vm.expectEmit(address(account));
        emit IPasskeyAccount.KeySet(passkey(NEW_KEY));
        assertTrue(account.setKey(passkey(NEW_KEY), false, yes), "it is done");

        assertSigner(account.key(), passkey(NEW_KEY), "the key is the new one");
        assertSigner(account.recovery(), passkey(SECOND_PASSKEY), "recovery is as before");
        yes = cancelYes(KEY, false);
        expectInvalid();
        account.cancel(false, yes);
        account.cancel(false, cancelYes(NEW_KEY, false));
    }

    function test_WithANewKeyNoAddressIsKnownAndNothingWaits() public {
        makeKnown(SHOP);
        setKeyNow(KEY, NEW_KEY, false);
        uint40 deadline = uint40(block.timestamp + 30 days);
        bytes32 waiting = transferDigest(address(token), THIEF, 1, keyNonce(), deadline);
        IPasskeyAccount.Authorization memory old = authorize(NEW_KEY, waiting, keyNonce(), deadline);
        account.transfer(address(token), THIEF, 1, old);

        setKeyNow(NEW_KEY, KEY, false);

        assertTrue(!account.isKnown(SHOP), "also a key that comes back knows nobody");
        assertEq(account.waitsUntil(waiting), 0, "nothing waits");
        expectNonce(2, 4);
        account.transfer(address(token), THIEF, 1, old);
        makeKnown(SHOP);
        assertTrue(account.isKnown(SHOP), "and gets to know them anew");
    }

    function test_RevertWhen_ANewKeyIsNoPointOfTheCurve() public {
        IPasskeyAccount.Authorization memory yes;
        IPasskeyAccount.Signer memory off = passkey(NEW_KEY);
        off.y = bytes32(uint256(off.y) ^ 1);
        IPasskeyAccount.Signer[3] memory wrong = [off, signerOf(SHOP), nobody()];

        for (uint256 i; i < wrong.length; ++i) {
            expectMalformed(wrong[i]);
            account.setKey(wrong[i], false, yes);
        }
    }

    /*//////////////////////////////////////////////////////////////
                                 CANCEL
    //////////////////////////////////////////////////////////////*/

    function test_EitherSignerEndsAllThatWaits() public {
        for (uint256 i; i < 2; ++i) {
            bool byRecovery = i == 1;
            uint40 deadline = uint40(block.timestamp + 30 days);
            (bytes32 move, bytes32 proposal) = (
                transferDigest(address(token), SHOP, 1, keyNonce(), deadline),
                setKeyDigest(passkey(NEW_KEY), true, recoveryNonce(), deadline)
            );
            account.transfer(address(token), SHOP, 1, authorize(KEY, move, keyNonce(), deadline));
            IPasskeyAccount.Authorization memory second = authorize(
                SECOND_PASSKEY,
                proposal,
                recoveryNonce(),
                deadline
            );
            account.setKey(passkey(NEW_KEY), true, second);
            IPasskeyAccount.Authorization memory stop = cancelYes(byRecovery ? SECOND_PASSKEY : KEY, byRecovery);

            vm.expectEmit(address(account));
            emit IPasskeyAccount.Cancelled(byRecovery);
            account.cancel(byRecovery, stop);

            assertEq(account.waitsUntil(move), 0, "the transfer has ended");
            assertEq(account.waitsUntil(proposal), 0, "the proposal has ended");
            vm.warp(block.timestamp + 7 days);
            expectNonce(second.nonce, recoveryNonce());
            account.setKey(passkey(NEW_KEY), true, second);
        }
    }

    function test_WhatWasCancelledCanBeAskedForAnew() public {
        account.transfer(address(token), SHOP, 0, transferYes(KEY, address(token), SHOP, 0));
        account.cancel(false, cancelYes(KEY, false));

        makeKnown(SHOP);

        assertTrue(account.isKnown(SHOP), "with a new yes");
    }

    function test_KnownAddressesSurviveACancellation() public {
        makeKnown(SHOP);

        account.cancel(true, cancelYes(SECOND_PASSKEY, true));

        assertTrue(account.isKnown(SHOP), "it is still known");
    }

    function test_RevertWhen_ACancellationIsReplayed() public {
        IPasskeyAccount.Authorization memory yes = cancelYes(SECOND_PASSKEY, true);
        account.cancel(true, yes);

        expectNonce(0, 1);
        account.cancel(true, yes);
    }

    function test_NeitherSignerMakesTheOthersYesStale() public {
        IPasskeyAccount.Authorization memory move = transferYes(KEY, address(token), SHOP, 1);
        account.cancel(true, cancelYes(SECOND_PASSKEY, true));
        account.cancel(true, cancelYes(SECOND_PASSKEY, true));

        assertTrue(!account.transfer(address(token), SHOP, 1, move), "it is taken, and waits");
    }
}
