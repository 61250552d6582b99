// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPasskeyAccount} from "../../../contracts/passkey/IPasskeyAccount.sol";
import {DeafWallet, MockWallet} from "../support/MockWallet.sol";
import {PasskeyKit} from "./PasskeyKit.sol";

/// @notice A second passkey, an address or a contract behind the key: what it can say, and how it changes.
contract PasskeyRecoveryTest is PasskeyKit {
    /*//////////////////////////////////////////////////////////////
                           A KEY THAT IS LOST
    //////////////////////////////////////////////////////////////*/

    function test_ASecondPasskeyReplacesALostOne() public {
        setKeyNow(SECOND_PASSKEY, NEW_KEY, true);

        assertSigner(account.key(), passkey(NEW_KEY), "the key is the new one");
        assertEq(keyNonce(), 0, "recovery used a nonce of its own");
        assertEq(recoveryNonce(), 1, "once");
    }

    function test_AnAddressReplacesALostKey() public {
        address guardian = vm.addr(GUARDIAN_KEY);
        account = newAccount(passkey(KEY), signerOf(guardian));

        recoverByAddress();

        assertSigner(account.key(), passkey(NEW_KEY), "the key is the new one");
    }

    function test_AnAddressThatDelegatesToCodeStillSignsWithItsKey() public {
        address guardian = vm.addr(GUARDIAN_KEY);
        vm.etch(guardian, address(new DeafWallet()).code);
        account = newAccount(passkey(KEY), signerOf(guardian));

        recoverByAddress();

        assertSigner(account.key(), passkey(NEW_KEY), "the key is the new one");
    }

    function test_AContractReplacesALostKey() public {
        address signer = vm.addr(GUARDIAN_KEY);
        MockWallet wallet = new MockWallet(MockWallet.Behaviour.AskKey, signer, address(ledger));
        account = newAccount(passkey(KEY), signerOf(address(wallet)));

        recoverByAddress();

        assertSigner(account.key(), passkey(NEW_KEY), "the key is the new one");
    }

    function test_RevertWhen_AnAddressOrContractDidNotSign() public {
        uint40 deadline = soon();
        bytes32 digest_ = setKeyDigest(passkey(NEW_KEY), true, 0, deadline);
        MockWallet wallet = new MockWallet(MockWallet.Behaviour.SayNo, address(0), address(ledger));
        address[2] memory guardians = [vm.addr(GUARDIAN_KEY), address(wallet)];
        for (uint256 i; i < guardians.length; ++i) {
            account = newAccount(passkey(KEY), signerOf(guardians[i]));
            bytes32 own = setKeyDigest(passkey(NEW_KEY), true, 0, deadline);
            assertTrue(own != digest_, "each account has its own digest");
            IPasskeyAccount.Authorization memory yes = authorizeByAddress(GUARDIAN_KEY + 1, own, 0, deadline);

            expectInvalid(true);
            account.setKey(passkey(NEW_KEY), true, yes);
        }
    }

    function test_RevertGiven_NobodyIsBehindTheKey() public {
        account = newAccount(passkey(KEY), nobody());
        IPasskeyAccount.Authorization memory byPasskey = setKeyYes(THIEFS_PASSKEY, passkey(NEW_KEY), true);
        // What `ecrecover` makes of these is the zero address.
        IPasskeyAccount.Authorization memory byZero = IPasskeyAccount.Authorization(0, soon(), new bytes(65));

        expectInvalid(true);
        account.setKey(passkey(NEW_KEY), true, byPasskey);
        expectInvalid(true);
        account.setKey(passkey(NEW_KEY), true, byZero);
    }

    function test_RevertGiven_RecoveryWasEnrolledWithMoreThanAnAddress() public {
        bytes32 guardian = bytes32(uint256(uint160(vm.addr(GUARDIAN_KEY))));
        IPasskeyAccount.Signer[2] memory more = [
            IPasskeyAccount.Signer(guardian | bytes32(uint256(1) << 160), 0),
            IPasskeyAccount.Signer(guardian, bytes32(uint256(1)))
        ];
        for (uint256 i; i < more.length; ++i) {
            account = newAccount(passkey(KEY), more[i]);
            uint40 deadline = soon();
            bytes32 digest_ = setKeyDigest(passkey(NEW_KEY), true, 0, deadline);
            IPasskeyAccount.Authorization memory yes = authorizeByAddress(GUARDIAN_KEY, digest_, 0, deadline);

            expectInvalid(true);
            account.setKey(passkey(NEW_KEY), true, yes);
        }
    }

    function test_RevertWhen_RecoverySpeaksForTheKey() public {
        IPasskeyAccount.Authorization memory move = transferYes(SECOND_PASSKEY, address(token), SHOP, 1);
        IPasskeyAccount.Authorization memory withdrawal = withdrawYes(SECOND_PASSKEY, SHOP, 1);
        IPasskeyAccount.Authorization memory minimum = minimumYes(SECOND_PASSKEY, 1);
        IPasskeyAccount.Authorization memory change = setRecoveryYes(SECOND_PASSKEY, signerOf(THIEF));
        IPasskeyAccount.Authorization memory newKey = setKeyYes(SECOND_PASSKEY, passkey(NEW_KEY), false);

        expectInvalid();
        account.transfer(address(token), SHOP, 1, move);
        expectInvalid();
        account.withdraw(address(ledger), SHOP, 1, withdrawal);
        expectInvalid();
        account.setMinimumPayout(address(ledger), 1, minimum);
        expectInvalid();
        account.setRecovery(signerOf(THIEF), change);
        expectInvalid();
        account.setKey(passkey(NEW_KEY), false, newKey);
    }

    function test_RevertWhen_TheKeySpeaksForRecovery() public {
        IPasskeyAccount.Authorization memory yes = setKeyYes(KEY, passkey(NEW_KEY), true);

        expectInvalid(true);
        account.setKey(passkey(NEW_KEY), true, yes);
    }

    function test_OnePasskeyInBothPlacesSpeaksForEachSeparately() public {
        account = newAccount(passkey(KEY), passkey(KEY));
        IPasskeyAccount.Authorization memory yes = cancelYes(KEY, false);

        expectInvalid(true);
        account.cancel(true, yes);
        account.cancel(false, yes);
        account.cancel(true, cancelYes(KEY, true));
    }

    /*//////////////////////////////////////////////////////////////
                             A NEW RECOVERY
    //////////////////////////////////////////////////////////////*/

    function test_ANewRecoveryWaitsAWeekAndThenTakesThePlaceOfTheOldOne() public {
        IPasskeyAccount.Signer memory guardian = signerOf(vm.addr(GUARDIAN_KEY));
        IPasskeyAccount.Authorization memory yes = setRecoveryYes(KEY, guardian);
        bytes32 instruction = digestOf(
            keccak256(abi.encode(SET_RECOVERY_TYPEHASH, guardian.x, guardian.y, uint64(0), yes.deadline))
        );
        vm.expectEmit(address(account));
        emit IPasskeyAccount.RecoveryWaits(instruction, guardian, 0, yes.deadline, uint40(START + 7 days));
        assertTrue(!account.setRecovery(guardian, yes), "it is not done");
        vm.warp(START + 7 days - 1);
        expectDelay(START + 7 days);
        account.setRecovery(guardian, yes);
        vm.warp(START + 7 days);

        vm.expectEmit(address(account));
        emit IPasskeyAccount.RecoverySet(guardian);
        assertTrue(account.setRecovery(guardian, yes), "it is done");

        assertSigner(account.recovery(), guardian, "recovery is the new one");
        yes = cancelYes(SECOND_PASSKEY, true);
        expectInvalid(true);
        account.cancel(true, yes);
        recoverByAddress();
        assertSigner(account.key(), passkey(NEW_KEY), "and can replace the key");
    }

    function test_WithANewRecoveryWhatTheOldOneProposedEnds() public {
        IPasskeyAccount.Authorization memory remove = setRecoveryYes(KEY, nobody());
        account.setRecovery(nobody(), remove);
        IPasskeyAccount.Authorization memory proposal = setKeyYes(SECOND_PASSKEY, passkey(NEW_KEY), true);
        account.setKey(passkey(NEW_KEY), true, proposal);
        vm.warp(START + 7 days);

        account.setRecovery(nobody(), remove);

        assertSigner(account.recovery(), nobody(), "nobody is behind the key");
        assertEq(account.waitsUntil(setKeyDigest(passkey(NEW_KEY), true, 0, proposal.deadline)), 0, "nothing waits");
        vm.expectRevert(
            abi.encodeWithSelector(
                IPasskeyAccount.PasskeyAccount_DeadlinePassed.selector,
                proposal.deadline,
                START + 7 days
            )
        );
        account.setKey(passkey(NEW_KEY), true, proposal);
    }

    function test_RecoveryCanBeAddedToAnAccountThatHadNone() public {
        account = newAccount(passkey(KEY), nobody());
        IPasskeyAccount.Authorization memory yes = setRecoveryYes(KEY, passkey(SECOND_PASSKEY));
        account.setRecovery(passkey(SECOND_PASSKEY), yes);
        vm.warp(START + 7 days);
        account.setRecovery(passkey(SECOND_PASSKEY), yes);

        setKeyNow(SECOND_PASSKEY, NEW_KEY, true);

        assertSigner(account.key(), passkey(NEW_KEY), "it can replace the key");
    }

    function test_TheGreatestAddressCanBeBehindTheKey() public {
        IPasskeyAccount.Signer memory greatest = signerOf(address(type(uint160).max));
        IPasskeyAccount.Authorization memory yes = setRecoveryYes(KEY, greatest);
        account.setRecovery(greatest, yes);
        vm.warp(START + 7 days);

        assertTrue(account.setRecovery(greatest, yes), "it is done");

        assertSigner(account.recovery(), greatest, "and is behind the key");
    }

    function test_RevertWhen_ANewRecoveryIsNoSigner() public {
        IPasskeyAccount.Authorization memory yes;
        IPasskeyAccount.Signer memory off = passkey(NEW_KEY);
        off.x = bytes32(uint256(off.x) ^ 1);
        IPasskeyAccount.Signer memory tooLong = IPasskeyAccount.Signer(bytes32(uint256(1) << 160), 0);
        IPasskeyAccount.Signer memory noX = IPasskeyAccount.Signer(0, bytes32(uint256(1)));
        IPasskeyAccount.Signer[3] memory wrong = [off, tooLong, noX];

        for (uint256 i; i < wrong.length; ++i) {
            expectMalformed(wrong[i]);
            account.setRecovery(wrong[i], yes);
        }
    }
}
