// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerErrors as Errors} from "../../contracts/interfaces/IRewardLedgerErrors.sol";
import {IRewardLedgerEvents as Events} from "../../contracts/interfaces/IRewardLedgerEvents.sol";
import {LedgerTest} from "./support/LedgerTest.sol";
import {RecordBytes} from "./support/RecordBytes.sol";
import {Vm} from "./support/Vm.sol";

/// @notice A withdrawal that the payee's key signed and anyone carries; code at the payee's address is in
/// `PayeeWallets`. Dora has a key and is owed 1 000 micros.
contract WithdrawWithSignatureTest is LedgerTest {
    uint256 private constant DORA_KEY = 0xD08A;
    uint256 private constant CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    address private dora;
    uint40 private deadline;

    function setUp() public override {
        super.setUp();
        dora = vm.addr(DORA_KEY);
        owe(dora, 1_000);
        deadline = uint40(block.timestamp + 1 hours);
    }

    function test_AnyoneCarriesItAndTheReceiverIsPaid() public {
        bytes memory signature = _sign(BOB, 700, 0);
        vm.recordLogs();

        _carry(BOB, 700, signature);

        assertEq(token.balanceOf(BOB), 700, "paid");
        assertEq(owedTo(dora), 300, "owed");
        assertEq(nonceOf(dora), 1, "the next signature carries another");
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 2, "Withdrawn, and the token's Transfer");
        assertEq(logs[0].emitter, address(ledger), "of the ledger");
        assertEq(logs[0].topics[0], Events.Withdrawn.selector, "Withdrawn");
        assertEq(logs[0].topics[1], bytes32(uint256(uint160(dora))), "by Dora, not by who carried it");
        assertEq(logs[0].data, abi.encode(BOB, 700), "to, micros");
    }

    function test_EachCarriesTheNextNonce() public {
        _carry(BOB, 100, _sign(BOB, 100, 0));
        _carry(CAROL, 200, _sign(CAROL, 200, 1));
        _carry(dora, 700, _sign(dora, 700, 2));

        assertEq(nonceOf(dora), 3, "three were taken");
        assertEq(owedTo(dora), 0, "all of it");
    }

    /// @dev One counter serves both kinds of signature, and only signatures raise it.
    function test_SharesItsNonceWithTheMinimumAndWithNothingElse() public {
        vm.startPrank(dora);
        ledger.withdraw(BOB, 1);
        ledger.setMinimumPayout(5);
        vm.stopPrank();
        assertEq(nonceOf(dora), 0, "calls of her own need none");
        bytes memory minimum = signStruct(DORA_KEY, minimumStruct(dora, 9, 0, deadline));
        bytes memory early = _sign(BOB, 700, 0);
        ledger.setMinimumPayoutWithSignature(dora, 9, deadline, minimum);

        _expectRefused(BOB, 700, early, _invalid());
        _carry(BOB, 700, _sign(BOB, 700, 1));

        assertEq(nonceOf(dora), 2, "one each");
        (, uint64 minimumMicros, ) = ledger.getAccount(dora);
        assertEq(minimumMicros, 9, "the minimum is untouched");
    }

    /// @custom:refuses withdrawWithSignature DeadlinePassed
    function test_TakesTheDeadlineAndRefusesASecondLater() public {
        bytes memory signature = _sign(BOB, 700, 0);
        vm.warp(deadline + 1);
        _expectRefused(
            BOB,
            700,
            signature,
            abi.encodeWithSelector(Errors.RewardLedger_DeadlinePassed.selector, deadline, deadline + 1)
        );
        vm.warp(deadline);

        _carry(BOB, 700, signature);

        assertEq(token.balanceOf(BOB), 700, "at the deadline");
    }

    /// @custom:refuses withdrawWithSignature PayeeSignatureInvalid
    function test_RevertGiven_TheNonceIsUsed() public {
        bytes memory signature = _sign(BOB, 100, 0);
        _carry(BOB, 100, signature);

        _expectRefused(BOB, 100, signature, _invalid());
    }

    /// @custom:refuses withdrawWithSignature PayeeSignatureInvalid
    function test_RevertWhen_AFieldIsAltered() public {
        bytes memory signature = _sign(BOB, 100, 0);

        _expectRefused(CAROL, 100, signature, _invalid());
        _expectRefused(BOB, 101, signature, _invalid());
        _expectRefused(BOB, 100, _sign(BOB, 100, 1), _invalid());
        deadline += 1;
        _expectRefused(BOB, 100, signature, _invalid());
        deadline -= 1;
        _carry(BOB, 100, signature);
    }

    /// @custom:refuses withdrawWithSignature PayeeSignatureInvalid
    function test_RevertWhen_ItIsUsedForAnotherPayee() public {
        owe(ALICE, 1_000);
        deadline = uint40(block.timestamp + 1 hours);
        bytes memory signature = _sign(BOB, 100, 0);

        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_PayeeSignatureInvalid.selector, ALICE));
        ledger.withdrawWithSignature(ALICE, BOB, 100, deadline, signature);
        // Nor may Dora's key sign for Alice in so many words.
        signature = signStruct(DORA_KEY, withdrawStruct(ALICE, BOB, 100, 0, deadline));
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_PayeeSignatureInvalid.selector, ALICE));
        ledger.withdrawWithSignature(ALICE, BOB, 100, deadline, signature);
    }

    /// @custom:refuses withdrawWithSignature PayeeSignatureInvalid
    function test_RevertWhen_ItIsReplayedOnAnotherChainOrLedger() public {
        bytes memory signature = _sign(BOB, 100, 0);
        vm.chainId(block.chainid + 1);
        _expectRefused(BOB, 100, signature, _invalid());
        vm.chainId(block.chainid - 1);

        ledger = deployLedger(address(token));
        pool = openPool(OWNER);
        fund(pool, OWNER, DEPOSIT);
        owe(dora, 1_000);
        vm.warp(deadline);

        _expectRefused(BOB, 100, signature, _invalid());
    }

    /// @dev A signature over the other struct says something else, though the same key made it.
    /// @custom:refuses withdrawWithSignature PayeeSignatureInvalid
    function test_RevertWhen_AMinimumWasSigned() public {
        bytes memory signature = signStruct(DORA_KEY, minimumStruct(dora, 100, 0, deadline));

        _expectRefused(BOB, 100, signature, _invalid());
    }

    /// @custom:refuses withdrawWithSignature PayeeSignatureInvalid
    function test_RevertWhen_TheSignatureIsMalformed() public {
        bytes memory signature = _sign(BOB, 100, 0);
        bytes memory rs = RecordBytes.slice(signature, 0, 64);

        _expectRefused(BOB, 100, "", _invalid());
        _expectRefused(BOB, 100, rs, _invalid());
        _expectRefused(BOB, 100, bytes.concat(signature, hex"00"), _invalid());
        _expectRefused(BOB, 100, bytes.concat(rs, hex"00"), _invalid());
        _expectRefused(BOB, 100, bytes.concat(rs, hex"1d"), _invalid());
        _expectRefused(BOB, 100, new bytes(65), _invalid());
    }

    /// @custom:refuses withdrawWithSignature PayeeSignatureInvalid
    function test_RevertWhen_TheSignatureHasAHighS() public {
        bytes32 digest_ = digest(block.chainid, address(ledger), withdrawStruct(dora, BOB, 100, 0, deadline));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(DORA_KEY, digest_);
        bytes32 highS = bytes32(CURVE_ORDER - uint256(s));

        _expectRefused(BOB, 100, abi.encodePacked(r, highS, v == 27 ? uint8(28) : uint8(27)), _invalid());
    }

    /// @dev A signature that recovers to nobody must not do for the payee zero.
    /// @custom:refuses withdrawWithSignature PayeeSignatureInvalid
    function test_RevertWhen_ThePayeeIsZero() public {
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_PayeeSignatureInvalid.selector, address(0)));
        ledger.withdrawWithSignature(address(0), BOB, 1, deadline, new bytes(65));
    }

    /// @custom:refuses withdrawWithSignature ZeroAddress, ForbiddenAddress
    function test_RevertWhen_TheReceiverIsZeroOrTheLedgerOrTheToken() public {
        address[3] memory forbidden = [address(0), address(ledger), address(token)];
        for (uint256 i; i < forbidden.length; ++i) {
            bytes memory refusal =
                i == 0
                    ? abi.encodeWithSelector(Errors.RewardLedger_ZeroAddress.selector)
                    : abi.encodeWithSelector(Errors.RewardLedger_ForbiddenAddress.selector, forbidden[i]);
            _expectRefused(forbidden[i], 100, _sign(forbidden[i], 100, 0), refusal);
        }
    }

    /// @custom:refuses withdrawWithSignature AmountZero, OwedExceeded
    function test_RevertWhen_NothingOrMoreThanIsOwedIsWithdrawn() public {
        _expectRefused(BOB, 0, _sign(BOB, 0, 0), abi.encodeWithSelector(Errors.RewardLedger_AmountZero.selector));
        _expectRefused(
            BOB,
            1_001,
            _sign(BOB, 1_001, 0),
            abi.encodeWithSelector(Errors.RewardLedger_OwedExceeded.selector, 1_001, 1_000)
        );
    }

    /// @custom:refuses withdrawWithSignature TransferFailed
    function test_RevertWhen_TheTokenFails() public {
        bytes memory signature = _sign(BOB, 700, 0);
        bytes memory code = address(token).code;
        vm.etch(address(token), hex"fe");

        _expectRefused(
            BOB,
            700,
            signature,
            abi.encodeWithSelector(Errors.RewardLedger_TransferFailed.selector, BOB, 700)
        );
        vm.etch(address(token), code);
        _carry(BOB, 700, signature);

        assertEq(token.balanceOf(BOB), 700, "the signature was still good");
    }

    function _sign(address to, uint64 micros, uint64 nonce) private view returns (bytes memory) {
        return signStruct(DORA_KEY, withdrawStruct(dora, to, micros, nonce, deadline));
    }

    function _carry(address to, uint64 micros, bytes memory signature) private {
        vm.prank(RELAYER);
        ledger.withdrawWithSignature(dora, to, micros, deadline, signature);
    }

    /// @dev Refused, and the payee's nonce is as it was.
    function _expectRefused(address to, uint64 micros, bytes memory signature, bytes memory refusal) private {
        (uint64 owedBefore, , uint64 nonceBefore) = ledger.getAccount(dora);
        vm.prank(RELAYER);
        vm.expectRevert(refusal);
        ledger.withdrawWithSignature(dora, to, micros, deadline, signature);

        assertEq(nonceOf(dora), nonceBefore, "the nonce is unused");
        assertEq(owedTo(dora), owedBefore, "still owed");
    }

    function _invalid() private view returns (bytes memory) {
        return abi.encodeWithSelector(Errors.RewardLedger_PayeeSignatureInvalid.selector, dora);
    }
}
