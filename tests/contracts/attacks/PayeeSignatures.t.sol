// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerErrors as Errors} from "../../../contracts/interfaces/IRewardLedgerErrors.sol";
import {AttackKit} from "../support/AttackKit.sol";
import {MockWallet} from "../support/MockWallet.sol";

/// @notice What others can do around a payee's signature, and a payee that is a contract by its answer.
contract PayeeSignaturesTest is AttackKit {
    uint256 private constant PAYEE_KEY = 0xBEE;

    /// @dev More than any of these calls needs, less than a burner is given elsewhere.
    uint256 private constant SIGNED_CALL_GAS = 300_000;

    address private payee = vm.addr(PAYEE_KEY);
    uint40 private deadline = uint40(START + 60 days);

    /// @dev Pushed out just ahead, the money is at the payee's own address.
    function test_PayJustAheadOfAWithdrawalOnlyBringsThePayeeItsMoney() public {
        owe(payee, 500_000);
        bytes memory call = _withdrawal(500_000);
        address[] memory payees = new address[](1);
        payees[0] = payee;
        vm.prank(THIEF);
        ledger.pay(payees);

        assertRefused(RELAYER, call, Errors.RewardLedger_OwedExceeded.selector, "nothing is owed any more");
        assertEq(token.balanceOf(payee), 500_000, "the payee has it");
        assertEq(nonceOf(payee), 0, "and the signature is not used up");
    }

    /// @dev What a payee must know: its own withdrawal does not take a signature back, a second signature does.
    function test_OnlyAnotherSignatureTakesOneBack() public {
        owe(payee, 500_000);
        bytes memory call = _withdrawal(100_000);
        vm.prank(payee);
        ledger.withdraw(CAROL, 100_000);
        uint256 before = vmState.snapshotState();

        assertTaken(THIEF, call, "still good until its deadline");
        assertEq(token.balanceOf(CAROL), 200_000, "to where the payee said");

        vmState.revertToState(before);
        bytes memory signed = signStruct(PAYEE_KEY, minimumStruct(payee, 0, 0, deadline));
        ledger.setMinimumPayoutWithSignature(payee, 0, deadline, signed);
        assertRefused(THIEF, call, Errors.RewardLedger_PayeeSignatureInvalid.selector, "taken back");
    }

    /// @dev Nobody has a key for these addresses, and nothing that answers there speaks ERC-1271. Some precompiles answer
    /// nonsense by burning the carrier's gas, hence only that it fails.
    function test_RevertWhen_ThePayeeIsZeroOrAPrecompileOrTheLedger() public {
        for (uint160 i; i <= 18; ++i) {
            _expectFailure(address(i), new bytes(65));
        }
        // P-256, EIP-7951.
        _expectFailure(address(0x100), new bytes(160));
        _expectFailure(address(ledger), new bytes(65));
        _expectFailure(address(token), new bytes(65));
    }

    function test_AWalletThatBurnsGasHindersItsCarrierAndNotItself() public {
        MockWallet wallet = new MockWallet(MockWallet.Behaviour.BurnGas, payee, address(ledger));
        owe(address(wallet), 500_000);
        bytes memory call = abi.encodeCall(
            ledger.withdrawWithSignature,
            (address(wallet), CAROL, 1, deadline, new bytes(65))
        );
        (bool success, ) = address(ledger).call{gas: SIGNED_CALL_GAS}(call);

        assertTrue(!success, "the carrier's gas is gone");
        vm.prank(address(wallet));
        ledger.withdraw(CAROL, 500_000);
        assertEq(token.balanceOf(CAROL), 500_000, "the wallet withdraws all the same");
    }

    /// @dev Of an answer of a megabyte one word is copied. Making it costs 2.2 million, copying it would cost as much.
    function test_AWalletsReturnBombIsNotCopied() public {
        // Returns 2²⁰ zeros.
        vm.etch(BOB, hex"621000006000f3");
        bytes memory call = abi.encodeCall(ledger.setMinimumPayoutWithSignature, (BOB, 1, deadline, new bytes(65)));
        uint256 before = gasleft();
        assertRefused(THIEF, call, Errors.RewardLedger_PayeeSignatureInvalid.selector, "zeros are no yes");

        uint256 spent = before - gasleft();
        vm.assertGt(spent, 2_200_000, "it was made");
        vm.assertLt(spent, 2_400_000, "and not copied");
    }

    /// @dev Somebody lowers nobody's minimum and withdraws for nobody.
    function test_RevertWhen_AThiefSignsForSomebodyElse() public {
        owe(payee, 500_000);
        bytes memory signed = signStruct(0x7E1F, withdrawStruct(payee, THIEF, 500_000, 0, deadline));
        bytes memory call = abi.encodeCall(ledger.withdrawWithSignature, (payee, THIEF, 500_000, deadline, signed));
        assertRefused(THIEF, call, Errors.RewardLedger_PayeeSignatureInvalid.selector, "a withdrawal");

        signed = signStruct(0x7E1F, minimumStruct(payee, 1_000_000_000, 0, deadline));
        call = abi.encodeCall(ledger.setMinimumPayoutWithSignature, (payee, 1_000_000_000, deadline, signed));
        assertRefused(THIEF, call, Errors.RewardLedger_PayeeSignatureInvalid.selector, "a minimum");
    }

    function _withdrawal(uint64 micros) private view returns (bytes memory) {
        bytes memory signed = signStruct(PAYEE_KEY, withdrawStruct(payee, CAROL, micros, 0, deadline));
        return abi.encodeCall(ledger.withdrawWithSignature, (payee, CAROL, micros, deadline, signed));
    }

    /// @dev Not even a new minimum, which needs no money.
    function _expectFailure(address from, bytes memory signed) private {
        bytes memory call = abi.encodeCall(ledger.setMinimumPayoutWithSignature, (from, 1, deadline, signed));
        vm.prank(THIEF);
        (bool success, ) = address(ledger).call{gas: SIGNED_CALL_GAS}(call);

        assertTrue(!success, "no signature of theirs");
    }
}
