// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {IRewardLedgerErrors} from "../../../contracts/interfaces/IRewardLedgerErrors.sol";
import {IPasskeyAccount} from "../../../contracts/passkey/IPasskeyAccount.sol";
import {PasskeyKit} from "./PasskeyKit.sol";

/// @notice What each stolen thing costs: a tap got by the page, the device with its key, recovery's key, the carrier.
contract PasskeyThievesTest is PasskeyKit {
    uint256 private constant SAVINGS = 10_000_000;

    function setUp() public override {
        super.setUp();
        token.mint(address(account), SAVINGS);
    }

    /*//////////////////////////////////////////////////////////////
                         ONE TAP, BY A FALSE PAGE
    //////////////////////////////////////////////////////////////*/

    function test_AStolenTapMovesNothingWhenTheOwnerCancelsInTheLastSecond() public {
        IPasskeyAccount.Authorization memory stolen = stealTap();
        vm.warp(START + 2 days - 1);

        account.cancel(true, cancelYes(SECOND_PASSKEY, true));

        vm.warp(START + 2 days);
        expectPassed(stolen.deadline);
        account.transfer(address(token), THIEF, SAVINGS, stolen);
        assertEq(token.balanceOf(address(account)), SAVINGS, "everything is still there");
    }

    function test_AStolenTapTakesWhatIsThereWhenNobodyLooksForTwoDays() public {
        IPasskeyAccount.Authorization memory stolen = stealTap();
        vm.warp(START + 2 days);

        account.transfer(address(token), THIEF, SAVINGS, stolen);

        assertEq(token.balanceOf(THIEF), SAVINGS, "this is what a tap can cost");
    }

    function test_AStolenTapCannotChangeSignersWhileAnyoneLooks() public {
        IPasskeyAccount.Authorization memory stolen = setRecoveryYes(KEY, signerOf(THIEF));
        account.setRecovery(signerOf(THIEF), stolen);
        account.cancel(true, cancelYes(SECOND_PASSKEY, true));
        stolen = setKeyYes(KEY, passkey(THIEFS_PASSKEY), false);
        account.setKey(passkey(THIEFS_PASSKEY), false, stolen);
        account.cancel(false, cancelYes(KEY, false));

        vm.warp(START + 7 days);
        expectPassed(stolen.deadline);
        account.setKey(passkey(THIEFS_PASSKEY), false, stolen);
        assertSigner(account.key(), passkey(KEY), "the key is as it was");
        assertSigner(account.recovery(), passkey(SECOND_PASSKEY), "recovery is as it was");
    }

    function test_AHoardedTapDiesWithTheOwnersNextOne() public {
        uint40 deadline = uint40(START + 365 days);
        bytes32 digest_ = transferDigest(address(token), THIEF, SAVINGS, 0, deadline);
        IPasskeyAccount.Authorization memory hoarded = authorize(KEY, digest_, 0, deadline);
        account.transfer(address(token), SHOP, 1, transferYes(KEY, address(token), SHOP, 1));

        expectNonce(0, 1);
        account.transfer(address(token), THIEF, SAVINGS, hoarded);
    }

    /// @dev The page that asks for a tap chooses its number. The owner's next tap makes such a one good, and the wait shows it.
    function test_AHoardedTapOfALaterNumberWaitsInPublicOnceThatNumberIsNext() public {
        uint40 deadline = uint40(START + 365 days);
        bytes32 digest_ = transferDigest(address(token), THIEF, SAVINGS, 1, deadline);
        IPasskeyAccount.Authorization memory hoarded = authorize(KEY, digest_, 1, deadline);
        expectNonce(1, 0);
        account.transfer(address(token), THIEF, SAVINGS, hoarded);
        account.cancel(false, cancelYes(KEY, false));

        assertTrue(!account.transfer(address(token), THIEF, SAVINGS, hoarded), "waits");
        account.cancel(false, cancelYes(KEY, false));
        vm.warp(START + 3 days);
        expectNonce(1, 3);
        account.transfer(address(token), THIEF, SAVINGS, hoarded);
    }

    function test_AStolenTapCannotReachOtherMoneyByWayOfTheLedgersNamesOfFunctions() public {
        // What an account calls without waiting: `setMinimumPayout(uint64)`, and `withdraw(address,uint64)` to a known
        // address. A token that is called so has no such function.
        makeKnown(SHOP);
        (uint64 nonce, uint40 deadline) = (keyNonce(), soon());
        bytes32 structHash = keccak256(
            abi.encode(ACCOUNT_WITHDRAW_TYPEHASH, address(token), SHOP, uint64(SAVINGS), nonce, deadline)
        );
        IPasskeyAccount.Authorization memory stolen = authorize(KEY, digestOf(structHash), nonce, deadline);

        vm.expectRevert("");
        account.withdraw(address(token), SHOP, uint64(SAVINGS), stolen);
    }

    /*//////////////////////////////////////////////////////////////
                               THE DEVICE
    //////////////////////////////////////////////////////////////*/

    function test_AHundredProposalsEndWithOneCancellation() public {
        uint40 deadline = uint40(START + 30 days);
        IPasskeyAccount.Authorization memory last;
        for (uint64 nonce; nonce < 100; ++nonce) {
            last = authorize(KEY, transferDigest(address(token), THIEF, SAVINGS, nonce, deadline), nonce, deadline);
            account.transfer(address(token), THIEF, SAVINGS, last);
        }

        account.cancel(true, cancelYes(SECOND_PASSKEY, true));

        vm.warp(START + 2 days);
        expectNonce(99, 100);
        account.transfer(address(token), THIEF, SAVINGS, last);
    }

    function test_AThiefWithTheDeviceAndTheOwnerWithRecoveryGetNothingFromEachOther() public {
        IPasskeyAccount.Authorization memory removal = setRecoveryYes(KEY, nobody());
        account.setRecovery(nobody(), removal);
        IPasskeyAccount.Authorization memory rescue = setKeyYes(SECOND_PASSKEY, passkey(NEW_KEY), true);
        account.setKey(passkey(NEW_KEY), true, rescue);
        account.cancel(false, cancelYes(KEY, false));
        IPasskeyAccount.Authorization memory theft = stealTap();
        account.cancel(true, cancelYes(SECOND_PASSKEY, true));

        vm.warp(START + 7 days);
        expectPassed(removal.deadline);
        account.setRecovery(nobody(), removal);
        expectPassed(rescue.deadline);
        account.setKey(passkey(NEW_KEY), true, rescue);
        expectPassed(theft.deadline);
        account.transfer(address(token), THIEF, SAVINGS, theft);
        assertEq(token.balanceOf(address(account)), SAVINGS, "the money stays where it is");
    }

    function test_OnceTheThiefHasNoMoreTapsRecoveryWinsAndNothingOfTheThiefsIsLeft() public {
        makeKnown(THIEF);
        IPasskeyAccount.Authorization memory rescue = setKeyYes(SECOND_PASSKEY, passkey(NEW_KEY), true);
        account.setKey(passkey(NEW_KEY), true, rescue);
        vm.warp(block.timestamp + 6 days);
        IPasskeyAccount.Authorization memory theft = transferYes(KEY, address(token), SHOP, SAVINGS);
        account.transfer(address(token), SHOP, SAVINGS, theft);
        vm.warp(block.timestamp + 1 days);
        account.setKey(passkey(NEW_KEY), true, rescue);

        assertTrue(!account.isKnown(THIEF), "the thief's address is not known any more");
        vm.warp(block.timestamp + 1 days);
        expectPassed(theft.deadline);
        account.transfer(address(token), SHOP, SAVINGS, theft);
    }

    /*//////////////////////////////////////////////////////////////
                             RECOVERY'S KEY
    //////////////////////////////////////////////////////////////*/

    function test_AStolenRecoveryTakesNothingWhileTheKeysHolderLooks() public {
        IPasskeyAccount.Authorization memory takeover = setKeyYes(SECOND_PASSKEY, passkey(THIEFS_PASSKEY), true);
        account.setKey(passkey(THIEFS_PASSKEY), true, takeover);
        vm.warp(START + 7 days - 1);

        account.cancel(false, cancelYes(KEY, false));

        vm.warp(START + 7 days);
        expectPassed(takeover.deadline);
        account.setKey(passkey(THIEFS_PASSKEY), true, takeover);
        assertSigner(account.key(), passkey(KEY), "the key is as it was");
    }

    function test_AStolenRecoveryTakesOverWhenNobodyLooksForAWeekAndThenStillWaitsTwoDays() public {
        IPasskeyAccount.Authorization memory takeover = setKeyYes(SECOND_PASSKEY, passkey(THIEFS_PASSKEY), true);
        account.setKey(passkey(THIEFS_PASSKEY), true, takeover);
        vm.warp(START + 7 days);
        account.setKey(passkey(THIEFS_PASSKEY), true, takeover);

        IPasskeyAccount.Authorization memory theft = transferYes(THIEFS_PASSKEY, address(token), THIEF, SAVINGS);
        assertTrue(!account.transfer(address(token), THIEF, SAVINGS, theft), "it waits");
        vm.warp(START + 9 days);
        account.transfer(address(token), THIEF, SAVINGS, theft);

        assertEq(token.balanceOf(THIEF), SAVINGS, "this is what recovery's key can cost");
    }

    function test_AStolenRecoveryHoldsUpFirstTransfersButNotThoseToKnownAddresses() public {
        makeKnown(SHOP);
        IPasskeyAccount.Authorization memory first = transferYes(KEY, address(token), OWNER, 1);
        account.transfer(address(token), OWNER, 1, first);
        account.cancel(true, cancelYes(SECOND_PASSKEY, true));
        assertEq(account.waitsUntil(transferDigest(address(token), OWNER, 1, first.nonce, first.deadline)), 0, "ended");

        account.transfer(address(token), SHOP, SAVINGS, transferYes(KEY, address(token), SHOP, SAVINGS));

        assertEq(token.balanceOf(SHOP), SAVINGS, "the owner takes everything to where money went before");
    }

    /*//////////////////////////////////////////////////////////////
                        WAYS ROUND THE DELAY
    //////////////////////////////////////////////////////////////*/

    function test_TheAccountSaysYesToNothingOnBehalfOfOthers() public view {
        bytes memory question = abi.encodeCall(IERC1271.isValidSignature, (bytes32(0), assertion(KEY, bytes32(0))));

        (bool answered, ) = address(account).staticcall(question);

        assertTrue(!answered, "it has no such function");
    }

    function test_RevertWhen_TheLedgerIsAskedToPayOutOnTheKeysSignature() public {
        owe(address(account), 50_000);
        uint40 deadline = soon();
        bytes32 structHash = withdrawStruct(address(account), THIEF, 50_000, 0, deadline);
        bytes memory signature = assertion(KEY, digest(block.chainid, address(ledger), structHash));

        vm.expectRevert(
            abi.encodeWithSelector(IRewardLedgerErrors.RewardLedger_PayeeSignatureInvalid.selector, address(account))
        );
        ledger.withdrawWithSignature(address(account), THIEF, 50_000, deadline, signature);
    }

    /*//////////////////////////////////////////////////////////////
                                SUPPORT
    //////////////////////////////////////////////////////////////*/

    /// @dev A page shows one thing and has the person tap for another: everything, to the thief. It is carried at once.
    function stealTap() private returns (IPasskeyAccount.Authorization memory stolen) {
        stolen = transferYes(KEY, address(token), THIEF, SAVINGS);
        account.transfer(address(token), THIEF, SAVINGS, stolen);
    }

    /// @dev What an instruction that no longer waits meets when it is carried again days later.
    function expectPassed(uint40 deadline) private {
        vm.expectRevert(
            abi.encodeWithSelector(IPasskeyAccount.PasskeyAccount_DeadlinePassed.selector, deadline, block.timestamp)
        );
    }
}
