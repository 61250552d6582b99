// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerErrors} from "../../../contracts/interfaces/IRewardLedgerErrors.sol";
import {IRewardLedgerEvents} from "../../../contracts/interfaces/IRewardLedgerEvents.sol";
import {IPasskeyAccount} from "../../../contracts/passkey/IPasskeyAccount.sol";
import {RecordBytes} from "../support/RecordBytes.sol";
import {PasskeyKit} from "./PasskeyKit.sol";

/// @notice The account as a payee of the ledger: rewards arrive before it exists, and leave by one tap.
contract PasskeyWithdrawTest is PasskeyKit {
    /// @dev Below the ledger's minimum payout of 100 000, so that it stays there until somebody withdraws it.
    uint64 private constant SMALL = 50_000;

    function setUp() public override {
        super.setUp();
        account = IPasskeyAccount(factory.accountOf(passkey(KEY), nobody()));
    }

    /*//////////////////////////////////////////////////////////////
                             FROM THE START
    //////////////////////////////////////////////////////////////*/

    function test_ASmallRewardIsMovedByOneTapThatCreatesTheAccount() public {
        owe(address(account), uint40(SMALL));
        assertEq(address(account).code.length, 0, "nothing is there yet");
        IPasskeyAccount.Authorization memory yes = firstWithdrawYes(SHOP);
        bytes memory call = abi.encodeCall(account.withdraw, (address(ledger), SHOP, SMALL, yes));

        vm.prank(RELAYER);
        (address created, bytes memory answer) = factory.createAndCall(passkey(KEY), nobody(), call);

        assertEq(created, address(account), "it is where it was said to be");
        assertEq(answer, abi.encode(false), "and the withdrawal waits");
        vm.warp(block.timestamp + 2 days);
        vm.expectEmit(address(ledger));
        emit IRewardLedgerEvents.Withdrawn(address(account), SHOP, SMALL);
        assertTrue(account.withdraw(address(ledger), SHOP, SMALL, yes), "then anyone carries it again");
        assertEq(token.balanceOf(SHOP), SMALL, "the money has moved");
        assertEq(owedTo(address(account)), 0, "nothing is owed any more");
    }

    function test_ARewardPaidToAnAddressWithoutCodeIsThereWhenTheAccountComes() public {
        settlePushed(address(account), 1_250_000);
        assertEq(token.balanceOf(address(account)), 1_250_000, "money came first");
        assertEq(address(account).code.length, 0, "nothing is there yet");
        uint40 deadline = soon();
        bytes32 digest_ = transferDigest(address(token), SHOP, 1_250_000, 0, deadline);
        IPasskeyAccount.Authorization memory yes = authorize(KEY, digest_, 0, deadline);
        bytes memory call = abi.encodeCall(account.transfer, (address(token), SHOP, 1_250_000, yes));
        factory.createAndCall(passkey(KEY), nobody(), call);
        vm.warp(block.timestamp + 2 days);

        (, bytes memory answer) = factory.createAndCall(passkey(KEY), nobody(), call);

        assertEq(answer, abi.encode(true), "the very same call, carried again");
        assertEq(token.balanceOf(SHOP), 1_250_000, "the money has moved");
    }

    /*//////////////////////////////////////////////////////////////
                                WITHDRAW
    //////////////////////////////////////////////////////////////*/

    function test_AFirstWithdrawalSaysThatItWaits() public {
        create();
        owe(address(account), uint40(SMALL));
        IPasskeyAccount.Authorization memory yes = withdrawYes(KEY, SHOP, SMALL);
        bytes32 instruction = digestOf(
            keccak256(abi.encode(ACCOUNT_WITHDRAW_TYPEHASH, address(ledger), SHOP, SMALL, uint64(0), yes.deadline))
        );
        uint40 readyAt = uint40(block.timestamp + 2 days);

        vm.expectEmit(address(account));
        emit IPasskeyAccount.WithdrawalWaits(instruction, address(ledger), SHOP, SMALL, 0, yes.deadline, readyAt);
        account.withdraw(address(ledger), SHOP, SMALL, yes);

        assertEq(account.waitsUntil(instruction), readyAt, "it waits two days");
        assertEq(owedTo(address(account)), SMALL, "it is still owed");
    }

    function test_AWithdrawalMakesItsReceiverKnownToTransfersToo() public {
        create();
        owe(address(account), uint40(SMALL));
        token.mint(address(account), 1);
        IPasskeyAccount.Authorization memory yes = withdrawYes(KEY, SHOP, SMALL);
        account.withdraw(address(ledger), SHOP, SMALL, yes);
        vm.warp(block.timestamp + 2 days);
        vm.expectEmit(address(account));
        emit IPasskeyAccount.ReceiverKnown(SHOP);
        account.withdraw(address(ledger), SHOP, SMALL, yes);

        assertTrue(account.transfer(address(token), SHOP, 1, transferYes(KEY, address(token), SHOP, 1)), "at once");
    }

    function test_ToItselfAndToAKnownAddressItWithdrawsAtOnce() public {
        create();
        makeKnown(SHOP);
        owe(address(account), uint40(SMALL));

        assertTrue(
            account.withdraw(address(ledger), address(account), 20_000, withdrawYes(KEY, address(account), 20_000)),
            "to itself"
        );
        assertTrue(account.withdraw(address(ledger), SHOP, 30_000, withdrawYes(KEY, SHOP, 30_000)), "to the shop");

        assertEq(token.balanceOf(address(account)), 20_000, "its own part");
        assertEq(token.balanceOf(SHOP), 30_000, "the shop's part");
    }

    function test_RevertWhen_AWithdrawalIsReplayed() public {
        create();
        owe(address(account), uint40(SMALL));
        IPasskeyAccount.Authorization memory yes = withdrawYes(KEY, address(account), 20_000);
        account.withdraw(address(ledger), address(account), 20_000, yes);

        expectNonce(0, 1);
        account.withdraw(address(ledger), address(account), 20_000, yes);
    }

    function test_RevertWhen_ACarrierAltersAWithdrawal() public {
        create();
        owe(address(account), uint40(SMALL));
        IPasskeyAccount.Authorization memory yes = withdrawYes(KEY, SHOP, SMALL);

        expectInvalid();
        account.withdraw(address(ledger), THIEF, SMALL, yes);
        expectInvalid();
        account.withdraw(address(ledger), SHOP, SMALL - 1, yes);
        expectInvalid();
        account.withdraw(address(token), SHOP, SMALL, yes);
    }

    function test_RevertGiven_TheLedgerRefusesAndNothingIsUsedUp() public {
        create();
        IPasskeyAccount.Authorization memory yes = withdrawYes(KEY, address(account), SMALL);
        vm.expectRevert(abi.encodeWithSelector(IRewardLedgerErrors.RewardLedger_OwedExceeded.selector, SMALL, 0));
        account.withdraw(address(ledger), address(account), SMALL, yes);
        assertEq(keyNonce(), 0, "the nonce is not used");

        IPasskeyAccount.Authorization memory first = withdrawYes(KEY, SHOP, SMALL);
        account.withdraw(address(ledger), SHOP, SMALL, first);
        vm.warp(block.timestamp + 2 days);
        vm.expectRevert(abi.encodeWithSelector(IRewardLedgerErrors.RewardLedger_OwedExceeded.selector, SMALL, 0));
        account.withdraw(address(ledger), SHOP, SMALL, first);
        // A pool of a shorter hold would be needed to credit it within the window; the credit is written instead.
        vm.store(address(ledger), keccak256(abi.encode(address(account), ACCOUNTS_SLOT)), bytes32(uint256(SMALL)));
        assertTrue(account.withdraw(address(ledger), SHOP, SMALL, first), "it went on waiting");
    }

    function test_RevertWhen_TheReceiverOfAWithdrawalIsZeroOrTheLedger() public {
        create();
        IPasskeyAccount.Authorization memory yes;

        expectForbidden(address(0));
        account.withdraw(address(ledger), address(0), SMALL, yes);
        expectForbidden(address(ledger));
        account.withdraw(address(ledger), address(ledger), SMALL, yes);
    }

    /*//////////////////////////////////////////////////////////////
                             MINIMUM PAYOUT
    //////////////////////////////////////////////////////////////*/

    function test_ItsMinimumPayoutIsSetAtOnce() public {
        create();
        vm.expectEmit(address(ledger));
        emit IRewardLedgerEvents.MinimumPayoutSet(address(account), 2_000_000);
        account.setMinimumPayout(address(ledger), 2_000_000, minimumYes(KEY, 2_000_000));

        (, uint64 minimumMicros, ) = ledger.getAccount(address(account));
        assertEq(minimumMicros, 2_000_000, "the ledger knows it");
    }

    function test_RevertWhen_AMinimumIsReplayedOrAltered() public {
        create();
        IPasskeyAccount.Authorization memory yes = minimumYes(KEY, 2_000_000);

        expectInvalid();
        account.setMinimumPayout(address(ledger), 2_000_001, yes);
        expectInvalid();
        account.setMinimumPayout(address(token), 2_000_000, yes);
        account.setMinimumPayout(address(ledger), 2_000_000, yes);
        expectNonce(0, 1);
        account.setMinimumPayout(address(ledger), 2_000_000, yes);
    }

    function test_RevertWhen_TheLedgerRefusesTheMinimum() public {
        create();
        IPasskeyAccount.Authorization memory yes = minimumYes(KEY, 1_000_000_001);

        vm.expectRevert(
            abi.encodeWithSelector(
                IRewardLedgerErrors.RewardLedger_MinimumPayoutOutOfBounds.selector,
                1_000_000_001,
                0,
                1_000_000_000
            )
        );
        account.setMinimumPayout(address(ledger), 1_000_000_001, yes);
    }

    /*//////////////////////////////////////////////////////////////
                                SUPPORT
    //////////////////////////////////////////////////////////////*/

    function create() private {
        factory.create(passkey(KEY), nobody());
    }

    /// @dev As `withdrawYes`, of an account that cannot be asked for its nonce yet.
    function firstWithdrawYes(address to) private view returns (IPasskeyAccount.Authorization memory) {
        uint40 deadline = soon();
        bytes32 structHash = keccak256(
            abi.encode(ACCOUNT_WITHDRAW_TYPEHASH, address(ledger), to, SMALL, uint64(0), deadline)
        );
        return authorize(KEY, digestOf(structHash), 0, deadline);
    }

    /// @dev As `owe`, pushed at once.
    function settlePushed(address payee, uint40 micros) private {
        bytes memory records = RecordBytes.one(payee, 1, micros);
        uint32 seq = commit(pool, records);
        vm.warp(block.timestamp + HOLD);
        settleBatches(list(ref(pool, seq, records, RecordBytes.entry(payee, micros))), true);
    }
}
