// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Errors} from "@openzeppelin/contracts/utils/Errors.sol";
import {IPasskeyAccount} from "../../../contracts/passkey/IPasskeyAccount.sol";
import {IPasskeyAccountFactory} from "../../../contracts/passkey/IPasskeyAccountFactory.sol";
import {PasskeyKit} from "./PasskeyKit.sol";

/// @notice Every pair of signers has one address, known beforehand, that nobody can take.
contract PasskeyFactoryTest is PasskeyKit {
    function test_AnAccountIsWhereItWasSaidToBe() public {
        address expected = factory.accountOf(passkey(NEW_KEY), signerOf(SHOP));

        vm.expectEmit(address(factory));
        emit IPasskeyAccountFactory.AccountCreated(expected, passkey(NEW_KEY), signerOf(SHOP));
        address created = factory.create(passkey(NEW_KEY), signerOf(SHOP));

        assertEq(created, expected, "the address");
        assertSigner(IPasskeyAccount(created).key(), passkey(NEW_KEY), "its key");
        assertSigner(IPasskeyAccount(created).recovery(), signerOf(SHOP), "its recovery");
        assertEq(IPasskeyAccount(created).FIRST_TRANSFER_DELAY(), FIRST_TRANSFER_DELAY, "two days");
        assertEq(IPasskeyAccount(created).KEY_DELAY(), KEY_DELAY, "a week");
        assertEq(IPasskeyAccount(created).CARRY_WINDOW(), CARRY_WINDOW, "two weeks");
    }

    function test_TheCodeOfAnAccountIsACloneWithItsSignersBehindIt() public view {
        IPasskeyAccount.Signer memory key = passkey(KEY);
        IPasskeyAccount.Signer memory recovery = passkey(SECOND_PASSKEY);

        assertEq(
            address(account).code,
            abi.encodePacked(
                hex"363d3d373d3d3d363d73",
                factory.IMPLEMENTATION(),
                hex"5af43d82803e903d91602b57fd5bf3",
                key.x,
                key.y,
                recovery.x,
                recovery.y
            ),
            "ERC-1167, key, recovery"
        );
    }

    function test_CreatingItAgainChangesNothing() public {
        account.cancel(false, cancelYes(KEY, false));
        vm.recordLogs();

        address again = factory.create(passkey(KEY), passkey(SECOND_PASSKEY));

        assertEq(again, address(account), "the same account");
        assertEq(vm.getRecordedLogs().length, 0, "nothing is logged");
        assertEq(keyNonce(), 1, "its nonce is as it was");
    }

    function test_OtherSignersHaveOtherAddressesSoNobodyCanTakeOne() public {
        address mine = factory.accountOf(passkey(NEW_KEY), nobody());

        assertTrue(factory.create(passkey(THIEFS_PASSKEY), nobody()) != mine, "another key");
        assertTrue(factory.create(passkey(NEW_KEY), signerOf(THIEF)) != mine, "another recovery");
        IPasskeyAccount.Signer memory mixed = IPasskeyAccount.Signer(passkey(NEW_KEY).x, passkey(THIEFS_PASSKEY).y);
        assertTrue(factory.create(mixed, nobody()) != mine, "half a key");
        assertTrue(newFactory().create(passkey(NEW_KEY), nobody()) != mine, "another factory");
        assertEq(mine.code.length, 0, "it is still free");

        vm.prank(THIEF);
        factory.create(passkey(NEW_KEY), nobody());
        assertSigner(IPasskeyAccount(mine).key(), passkey(NEW_KEY), "whoever creates it creates it for its owner");
    }

    function testFuzz_NoTwoPairsOfSignersShareAnAddress(bytes32[4] calldata a, bytes32[4] calldata b) public view {
        vm.assume(keccak256(abi.encode(a)) != keccak256(abi.encode(b)));

        address first = factory.accountOf(IPasskeyAccount.Signer(a[0], a[1]), IPasskeyAccount.Signer(a[2], a[3]));
        address second = factory.accountOf(IPasskeyAccount.Signer(b[0], b[1]), IPasskeyAccount.Signer(b[2], b[3]));

        assertTrue(first != second, "two addresses");
    }

    function test_SomeoneWhoCreatesTheAccountFirstStopsNothing() public {
        account = IPasskeyAccount(factory.accountOf(passkey(NEW_KEY), nobody()));
        bytes memory call = firstCancel(NEW_KEY);
        vm.prank(THIEF);
        factory.create(passkey(NEW_KEY), nobody());

        factory.createAndCall(passkey(NEW_KEY), nobody(), call);

        assertEq(keyNonce(), 1, "the call was carried");
    }

    function test_RevertWhen_TheFirstCallIsRefusedAndThenThereIsNoAccount() public {
        account = IPasskeyAccount(factory.accountOf(passkey(NEW_KEY), nobody()));
        bytes memory call = firstCancel(THIEFS_PASSKEY);

        expectInvalid();
        factory.createAndCall(passkey(NEW_KEY), nobody(), call);

        assertEq(address(account).code.length, 0, "nothing was created");
    }

    function test_RevertWhen_TheFirstCallIsOfNoFunction() public {
        vm.expectRevert(abi.encodeWithSelector(Errors.FailedCall.selector));
        factory.createAndCall(passkey(KEY), passkey(SECOND_PASSKEY), hex"12345678");
    }

    function test_TheFactorySpeaksForNobody() public {
        IPasskeyAccount.Authorization memory yes = IPasskeyAccount.Authorization(0, soon(), "");
        bytes memory call = abi.encodeCall(account.transfer, (address(token), THIEF, 1, yes));

        expectInvalid();
        factory.createAndCall(passkey(KEY), passkey(SECOND_PASSKEY), call);
    }

    function test_RevertWhen_TheImplementationIsTakenForAnAccount() public {
        account = IPasskeyAccount(factory.IMPLEMENTATION());
        IPasskeyAccount.Authorization memory byKey = cancelYes(KEY, false);
        IPasskeyAccount.Authorization memory byRecovery = cancelYes(KEY, true);

        expectInvalid();
        account.cancel(false, byKey);
        expectInvalid(true);
        account.cancel(true, byRecovery);
    }

    function test_AnAddressMadeOfNoKeyExistsAndObeysNobody() public {
        account = newAccount(IPasskeyAccount.Signer(bytes32(uint256(1)), bytes32(uint256(2))), nobody());
        IPasskeyAccount.Authorization memory yes = cancelYes(KEY, false);

        expectInvalid();
        account.cancel(false, yes);
    }

    function test_RecoveryCanGiveSuchAnAddressAKey() public {
        account = newAccount(IPasskeyAccount.Signer(bytes32(uint256(1)), bytes32(uint256(2))), passkey(SECOND_PASSKEY));

        setKeyNow(SECOND_PASSKEY, NEW_KEY, true);

        account.cancel(false, cancelYes(NEW_KEY, false));
        assertEq(keyNonce(), 1, "the new key is obeyed");
    }

    function test_ItsEip712DomainNamesChainAndAccount() public view {
        (, string memory name, string memory version, uint256 chainId, address verifyingContract, , ) = account
            .eip712Domain();

        assertEq(bytes(name), "Vouchpenny PasskeyAccount", "name");
        assertEq(bytes(version), "1", "version");
        assertEq(chainId, block.chainid, "chain");
        assertEq(verifyingContract, address(account), "account, not the implementation");
    }

    /// @dev A cancellation of an account that cannot be asked for its nonce yet.
    function firstCancel(uint256 privateKey) private view returns (bytes memory) {
        IPasskeyAccount.Authorization memory yes = authorize(privateKey, cancelDigest(false, 0, soon()), 0, soon());
        return abi.encodeCall(account.cancel, (false, yes));
    }
}
