// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerErrors as Errors} from "../../../contracts/interfaces/IRewardLedgerErrors.sol";
import {AttackKit} from "../support/AttackKit.sol";
import {RecordBytes} from "../support/RecordBytes.sol";

/// @notice Addresses in places where they do not belong: the ledger, the token or nobody as payee or receiver; one payee
/// under several pools; the owner, the order signer and the payee as one.
contract IdentitiesTest is AttackKit {
    function test_RevertWhen_ThePayeeIsTheLedgerTheTokenOrZero() public {
        address[3] memory forbidden = [address(0), address(ledger), address(token)];
        for (uint256 i; i < forbidden.length; ++i) {
            bytes memory refusal = abi.encodeWithSelector(Errors.RewardLedger_PayeeForbidden.selector, forbidden[i]);
            bytes memory records = RecordBytes.one(forbidden[i], 1, 1);
            bytes memory signature = signCommit(ORDER_KEY, pool, 1, header(), records);

            vm.expectRevert(refusal);
            ledger.commit(pool, 1, header(), records, signature);
        }
    }

    /// @dev Behind an honest payee they are refused as well.
    function test_RevertWhen_TheForbiddenPayeeIsNotTheFirst() public {
        address[2] memory forbidden = [address(ledger), address(token)];
        for (uint256 i; i < forbidden.length; ++i) {
            bytes memory records = bytes.concat(
                RecordBytes.one(address(1), 1, 1),
                RecordBytes.one(forbidden[i], 1, 1),
                RecordBytes.one(address(type(uint160).max), 1, 1)
            );
            bytes memory signature = signCommit(ORDER_KEY, pool, 1, header(), records);

            vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_PayeeForbidden.selector, forbidden[i]));
            ledger.commit(pool, 1, header(), records, signature);
        }
    }

    function test_RevertWhen_TheReceiverIsTheLedgerTheTokenOrZero() public {
        owe(ALICE, 500_000);
        bytes4 refusal = Errors.RewardLedger_ForbiddenAddress.selector;

        assertRefused(ALICE, abi.encodeCall(ledger.withdraw, (address(ledger), 1)), refusal, "the ledger");
        assertRefused(ALICE, abi.encodeCall(ledger.withdraw, (address(token), 1)), refusal, "the token");
        refusal = Errors.RewardLedger_ZeroAddress.selector;
        assertRefused(ALICE, abi.encodeCall(ledger.withdraw, (address(0), 1)), refusal, "nobody");
        assertEq(owedTo(ALICE), 500_000, "still owed");
    }

    /// @dev The key that signs batches owns no pool it signs for, by no order of calls.
    function test_OneKeyNeverBothOwnsAndSigns() public {
        bytes4 refusal = Errors.RewardLedger_OrderSignerIsOwner.selector;
        assertRefused(OWNER, abi.encodeCall(ledger.openPool, (OWNER, terms())), refusal, "not by opening");
        assertRefused(
            OWNER,
            abi.encodeCall(ledger.setOrderSigner, (pool, OWNER)),
            refusal,
            "not by changing the signer"
        );
        vm.prank(OWNER);
        ledger.transferPool(pool, orderSigner);
        assertRefused(orderSigner, abi.encodeCall(ledger.acceptPool, (pool)), refusal, "not by handing over");
        vm.startPrank(OWNER);
        ledger.transferPool(pool, BOB);
        ledger.setOrderSigner(pool, BOB);
        vm.stopPrank();
        assertRefused(BOB, abi.encodeCall(ledger.acceptPool, (pool)), refusal, "not by both at once");
    }

    /// @dev Paid by two pools, a payee has one account; what one pool does touches nothing of the other's.
    function test_AHostilePoolTakesNothingFromACommonPayee() public {
        owe(ALICE, 500_000);
        vm.prank(THIEF);
        uint32 hostile = ledger.openPool(vm.addr(0xBAD), terms());
        fund(hostile, THIEF, 1_000_000);
        bytes memory records = RecordBytes.one(ALICE, 1, 300_000);
        ledger.commit(hostile, 1, header(), records, signCommit(0xBAD, hostile, 1, header(), records));
        vm.prank(THIEF);
        ledger.veto(list(ref(hostile, 1, records, RecordBytes.entry(ALICE, 300_000))));

        assertEq(owedTo(ALICE), 500_000, "untouched");
        vm.prank(ALICE);
        ledger.withdraw(ALICE, 500_000);
        assertEq(available(hostile), 1_000_000, "and the hostile pool's is its own");
    }

    /// @dev A payee may have been anything before it had code, and may lose its code: the ledger knows addresses only.
    function test_APayeeThatGainsOrLosesCodeKeepsItsMoney() public {
        owe(ALICE, 500_000);
        vm.etch(ALICE, hex"00");
        vm.prank(ALICE);
        ledger.withdraw(CAROL, 200_000);
        vm.etch(ALICE, "");
        vm.prank(ALICE);
        ledger.withdraw(CAROL, 300_000);

        assertEq(token.balanceOf(CAROL), 500_000, "all of it");
    }
}
