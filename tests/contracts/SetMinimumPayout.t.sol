// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerErrors as Errors} from "../../contracts/interfaces/IRewardLedgerErrors.sol";
import {IRewardLedgerEvents as Events} from "../../contracts/interfaces/IRewardLedgerEvents.sol";
import {LedgerTest} from "./support/LedgerTest.sol";
import {RecordBytes} from "./support/RecordBytes.sol";
import {Vm} from "./support/Vm.sol";

/// @notice From which amount a payee is pushed to: set by the payee, or by its signature that anyone carries. Dora has
/// a key and is owed 1 000 micros.
contract SetMinimumPayoutTest is LedgerTest {
    uint256 private constant DORA_KEY = 0xD08A;
    uint64 private constant MOST = 1_000_000_000;

    address private dora;
    uint40 private deadline;

    function setUp() public override {
        super.setUp();
        dora = vm.addr(DORA_KEY);
        owe(dora, 1_000);
        deadline = uint40(block.timestamp + 1 hours);
    }

    function test_SetsAndClearsAnOwnMinimum() public {
        vm.recordLogs();
        vm.startPrank(dora);

        ledger.setMinimumPayout(MOST);
        _assertAccount(MOST, 0);
        ledger.setMinimumPayout(1);
        _assertAccount(1, 0);
        ledger.setMinimumPayout(0);
        _assertAccount(0, 0);

        vm.stopPrank();
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 3, "one each");
        _assertLog(logs[0], MOST);
        _assertLog(logs[1], 1);
        _assertLog(logs[2], 0);
    }

    function test_DoesNotBindAWithdrawal() public {
        vm.startPrank(dora);
        ledger.setMinimumPayout(MOST);

        ledger.withdraw(BOB, 1);

        vm.stopPrank();
        assertEq(token.balanceOf(BOB), 1, "any amount, at any time");
    }

    /// @custom:refuses setMinimumPayout MinimumPayoutOutOfBounds
    function test_RevertWhen_TheMinimumIsTooLarge() public {
        vm.expectRevert(_outOfBounds());
        ledger.setMinimumPayout(MOST + 1);
    }

    function test_AnyoneCarriesThePayeesSignature() public {
        bytes memory signature = _sign(9, 0);
        vm.recordLogs();

        _carry(9, signature);

        _assertAccount(9, 1);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 1, "one");
        _assertLog(logs[0], 9);
    }

    function test_ASignatureSetsAndClearsUpToTheBounds() public {
        _carry(MOST, _sign(MOST, 0));
        _assertAccount(MOST, 1);
        _carry(1, _sign(1, 1));
        _assertAccount(1, 2);
        _carry(0, _sign(0, 2));
        _assertAccount(0, 3);
    }

    /// @custom:refuses setMinimumPayoutWithSignature DeadlinePassed
    function test_TakesTheDeadlineAndRefusesASecondLater() public {
        bytes memory signature = _sign(9, 0);
        vm.warp(deadline + 1);
        _expectRefused(
            9,
            signature,
            abi.encodeWithSelector(Errors.RewardLedger_DeadlinePassed.selector, deadline, deadline + 1)
        );
        vm.warp(deadline);

        _carry(9, signature);

        _assertAccount(9, 1);
    }

    /// @dev One counter serves both kinds of signature.
    /// @custom:refuses setMinimumPayoutWithSignature PayeeSignatureInvalid
    function test_RevertGiven_TheNonceIsUsedByEither() public {
        bytes memory first = _sign(9, 0);
        bytes memory withdrawal = signStruct(DORA_KEY, withdrawStruct(dora, BOB, 1, 1, deadline));
        bytes memory second = _sign(8, 1);
        _carry(9, first);
        _expectRefused(9, first, _invalid());
        ledger.withdrawWithSignature(dora, BOB, 1, deadline, withdrawal);

        _expectRefused(8, second, _invalid());
        _carry(8, _sign(8, 2));

        assertEq(nonceOf(dora), 3, "three were taken");
    }

    /// @custom:refuses setMinimumPayoutWithSignature PayeeSignatureInvalid
    function test_RevertWhen_AFieldIsAltered() public {
        bytes memory signature = _sign(9, 0);

        _expectRefused(8, signature, _invalid());
        _expectRefused(9, _sign(9, 1), _invalid());
        deadline += 1;
        _expectRefused(9, signature, _invalid());
        deadline -= 1;
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_PayeeSignatureInvalid.selector, ALICE));
        ledger.setMinimumPayoutWithSignature(ALICE, 9, deadline, signature);
        _carry(9, signature);
    }

    /// @custom:refuses setMinimumPayoutWithSignature PayeeSignatureInvalid
    function test_RevertWhen_ItIsReplayedOnAnotherChainOrLedger() public {
        bytes memory signature = _sign(9, 0);
        vm.chainId(block.chainid + 1);
        _expectRefused(9, signature, _invalid());
        vm.chainId(block.chainid - 1);
        ledger = deployLedger(address(token));

        _expectRefused(9, signature, _invalid());
    }

    /// @custom:refuses setMinimumPayoutWithSignature PayeeSignatureInvalid
    function test_RevertWhen_AWithdrawalWasSigned() public {
        _expectRefused(9, signStruct(DORA_KEY, withdrawStruct(dora, BOB, 9, 0, deadline)), _invalid());
    }

    /// @custom:refuses setMinimumPayoutWithSignature PayeeSignatureInvalid
    function test_RevertWhen_TheSignatureIsMalformed() public {
        bytes memory signature = _sign(9, 0);

        _expectRefused(9, "", _invalid());
        _expectRefused(9, RecordBytes.slice(signature, 0, 64), _invalid());
        _expectRefused(9, bytes.concat(signature, hex"00"), _invalid());
    }

    /// @custom:refuses setMinimumPayoutWithSignature MinimumPayoutOutOfBounds
    function test_RevertWhen_TheSignedMinimumIsTooLarge() public {
        _expectRefused(MOST + 1, _sign(MOST + 1, 0), _outOfBounds());
    }

    function _sign(uint64 micros, uint64 nonce) private view returns (bytes memory) {
        return signStruct(DORA_KEY, minimumStruct(dora, micros, nonce, deadline));
    }

    function _carry(uint64 micros, bytes memory signature) private {
        vm.prank(RELAYER);
        ledger.setMinimumPayoutWithSignature(dora, micros, deadline, signature);
    }

    /// @dev Refused, and the payee's account is as it was.
    function _expectRefused(uint64 micros, bytes memory signature, bytes memory refusal) private {
        (, uint64 minimumBefore, uint64 nonceBefore) = ledger.getAccount(dora);
        vm.prank(RELAYER);
        vm.expectRevert(refusal);
        ledger.setMinimumPayoutWithSignature(dora, micros, deadline, signature);

        (, uint64 minimumMicros, uint64 nonce) = ledger.getAccount(dora);
        assertEq(minimumMicros, minimumBefore, "the minimum is as it was");
        assertEq(nonce, nonceBefore, "the nonce is unused");
    }

    function _assertAccount(uint64 minimum, uint64 nonce) private view {
        (uint64 owedMicros, uint64 minimumMicros, uint64 next) = ledger.getAccount(dora);
        assertEq(owedMicros, 1_000, "owed is untouched");
        assertEq(minimumMicros, minimum, "minimum");
        assertEq(next, nonce, "nonce");
    }

    function _assertLog(Vm.Log memory log, uint64 micros) private view {
        assertEq(log.emitter, address(ledger), "of the ledger");
        assertEq(log.topics[0], Events.MinimumPayoutSet.selector, "MinimumPayoutSet");
        assertEq(log.topics[1], bytes32(uint256(uint160(dora))), "payee");
        assertEq(log.data, abi.encode(micros), "micros");
    }

    function _invalid() private view returns (bytes memory) {
        return abi.encodeWithSelector(Errors.RewardLedger_PayeeSignatureInvalid.selector, dora);
    }

    function _outOfBounds() private pure returns (bytes memory) {
        return abi.encodeWithSelector(Errors.RewardLedger_MinimumPayoutOutOfBounds.selector, MOST + 1, 0, MOST);
    }
}
