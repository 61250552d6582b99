// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerErrors as Errors} from "../../../contracts/interfaces/IRewardLedgerErrors.sol";
import {IRewardLedgerEvents as Events} from "../../../contracts/interfaces/IRewardLedgerEvents.sol";
import {AttackKit} from "../support/AttackKit.sol";
import {MockWallet} from "../support/MockWallet.sol";
import {RecordBytes} from "../support/RecordBytes.sol";

/// @notice What a thief can do with an order signer's signatures: bend them, use them twice, elsewhere, as something
/// else, or late.
contract SignaturesTest is AttackKit {
    /// @dev Order of the curve: (r, n − s) signs what (r, s) signs.
    uint256 private constant CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    bytes private records = RecordBytes.one(ALICE, 1, 500_000);
    bytes private netList = RecordBytes.entry(ALICE, 500_000);

    /// @dev EIP-2098 packs the same signature into 64 bytes.
    function test_RevertWhen_ASignatureComesInTheShortForm() public {
        bytes memory signature = signCommit(ORDER_KEY, pool, 1, header(), records);
        uint256 s = uint256(bytes32(RecordBytes.slice(signature, 32, 32)));
        bytes memory compact = abi.encodePacked(
            RecordBytes.slice(signature, 0, 32),
            s | (uint256(uint8(signature[64]) - 27) << 255)
        );

        _expectInvalid(compact);
    }

    function test_RevertWhen_ASignatureHasAnotherV() public {
        bytes memory signature = signCommit(ORDER_KEY, pool, 1, header(), records);
        uint8 v = uint8(signature[64]);
        uint8[4] memory others = [v - 27, v + 2, 29, 255];
        for (uint256 i; i < others.length; ++i) {
            signature[64] = bytes1(others[i]);
            _expectInvalid(signature);
        }
    }

    function test_RevertWhen_ASignatureIsTurnedIntoItsTwin() public {
        bytes memory signature = signCommit(ORDER_KEY, pool, 1, header(), records);
        uint256 s = uint256(bytes32(RecordBytes.slice(signature, 32, 32)));
        bytes memory twin = abi.encodePacked(
            RecordBytes.slice(signature, 0, 32),
            CURVE_ORDER - s,
            uint8(signature[64]) == 27 ? uint8(28) : uint8(27)
        );

        _expectInvalid(twin);
    }

    function test_RevertWhen_ASignatureIsLongerOrEmptyOrZero() public {
        bytes memory signature = signCommit(ORDER_KEY, pool, 1, header(), records);

        _expectInvalid(bytes.concat(signature, hex"00"));
        _expectInvalid("");
        _expectInvalid(new bytes(65));
    }

    function test_RevertWhen_AnAmendmentIsSentTwice() public {
        commit(pool, records);
        uint40 deadline = uint40(block.timestamp + 1 hours);
        bytes memory reductions = RecordBytes.reduction(0, 1, 200_000);
        bytes27 hash = batchHash(keccak256(records), netList);
        bytes memory signature = signAmend(ORDER_KEY, pool, 1, hash, reductions, deadline);
        Events.BatchRef memory before = ref(pool, 1, records, netList);
        Events.BatchRef memory after_ = ref(pool, 1, records, RecordBytes.entry(ALICE, 300_000));
        ledger.amend(before, deadline, reductions, signature);

        bytes memory again = abi.encodeCall(ledger.amend, (before, deadline, reductions, signature));
        assertRefused(THIEF, again, Errors.RewardLedger_BatchHashMismatch.selector, "the list it was made for is gone");
        again = abi.encodeCall(ledger.amend, (after_, deadline, reductions, signature));
        assertRefused(THIEF, again, Errors.RewardLedger_SignatureInvalid.selector, "it does not name the new list");
        assertEq(reserved(pool), 300_000, "reduced once");
    }

    /// @dev A commit and an amendment are different structs, so neither's signature says the other.
    function test_RevertWhen_ASignatureIsUsedAsAnotherKind() public {
        bytes memory ofCommit = signCommit(ORDER_KEY, pool, 1, header(), records);
        commit(pool, records);
        uint40 deadline = uint40(block.timestamp + 1 hours);
        bytes memory reductions = RecordBytes.reduction(0, 1, 500_000);
        bytes memory call = abi.encodeCall(
            ledger.amend,
            (ref(pool, 1, records, netList), deadline, reductions, ofCommit)
        );

        assertRefused(THIEF, call, Errors.RewardLedger_SignatureInvalid.selector, "a commit is no amendment");
        call = abi.encodeCall(ledger.withdrawWithSignature, (orderSigner, THIEF, 1, deadline, ofCommit));
        assertRefused(THIEF, call, Errors.RewardLedger_PayeeSignatureInvalid.selector, "nor a payee's withdrawal");
        call = abi.encodeCall(ledger.setMinimumPayoutWithSignature, (orderSigner, 1, deadline, ofCommit));
        assertRefused(THIEF, call, Errors.RewardLedger_PayeeSignatureInvalid.selector, "nor a payee's minimum");
    }

    /// @dev Nobody asks the order key before naming it: its signatures still say which pool they are for.
    function test_AStrangersPoolWithTheSameOrderKeyGetsNothingSigned() public {
        vm.prank(THIEF);
        uint32 strange = ledger.openPool(orderSigner, terms());
        fund(strange, THIEF, 1_000_000);
        bytes memory signature = signCommit(ORDER_KEY, pool, 1, header(), records);
        bytes memory call = abi.encodeCall(ledger.commit, (strange, 1, header(), records, signature));

        assertRefused(THIEF, call, Errors.RewardLedger_SignatureInvalid.selector, "signed for the other pool");
        ledger.commit(pool, 1, header(), records, signature);
        assertEq(reserved(pool), 500_000, "where it belongs it is taken");
    }

    function test_AContractThatAcceptsEverythingSignsNoBatch() public {
        MockWallet wallet = new MockWallet(MockWallet.Behaviour.SayYes, THIEF, address(ledger));
        vm.prank(OWNER);
        ledger.setOrderSigner(pool, address(wallet));
        bytes memory call = abi.encodeCall(ledger.commit, (pool, 1, header(), records, new bytes(65)));

        assertRefused(THIEF, call, Errors.RewardLedger_SignatureInvalid.selector, "a contract is not asked");
        assertEq(reserved(pool), 0, "nothing moved");
    }

    /// @dev Both sides of a fork have the ledger; each signs for its own.
    function test_AfterAForkTheDomainIsThatOfTheNewChain() public {
        bytes memory onOldChain = signCommit(ORDER_KEY, pool, 1, header(), records);
        vm.chainId(block.chainid + 1);
        bytes memory call = abi.encodeCall(ledger.commit, (pool, 1, header(), records, onOldChain));

        assertRefused(THIEF, call, Errors.RewardLedger_SignatureInvalid.selector, "of the chain before");
        commit(pool, records);
        assertEq(reserved(pool), 500_000, "and of this chain");
    }

    /*//////////////////////////////////////////////////////////////
                            KEPT BACK
    //////////////////////////////////////////////////////////////*/

    /// @dev A carrier keeps a batch back while its signer sends another under the same number.
    function test_ASignatureKeptBackDiesWhenItsNumberIsTaken() public {
        bytes memory kept = _keepBack();
        commit(pool, RecordBytes.one(BOB, 2, 100_000));

        assertRefused(THIEF, kept, Errors.RewardLedger_SeqNotNext.selector, "its number is used up");
        assertEq(reserved(pool), 100_000, "only the other landed");
    }

    function test_ASignatureKeptBackDiesWithItsKey() public {
        bytes memory kept = _keepBack();
        vm.prank(OWNER);
        ledger.setOrderSigner(pool, CAROL);

        assertRefused(THIEF, kept, Errors.RewardLedger_SignatureInvalid.selector, "the key is not the signer any more");
    }

    /// @dev What the owner must know: a key that comes back brings its signatures back.
    function test_AKeyThatIsSetAgainRevivesWhatItSigned() public {
        bytes memory kept = _keepBack();
        vm.prank(OWNER);
        ledger.setOrderSigner(pool, CAROL);
        vm.prank(OWNER);
        ledger.setOrderSigner(pool, orderSigner);

        assertTaken(THIEF, kept, "taken");
        assertEq(reserved(pool), 500_000, "so a key that was given up must stay given up");
    }

    /// @dev Landing late is no shorter hold, and the deadline ends it.
    function test_ALateDeadlineDelaysTheBatchAndNotTheOwner() public {
        bytes memory kept = _keepBack();

        vm.warp(START + 90 days);
        uint256 before = vmState.snapshotState();
        assertTaken(THIEF, kept, "at its deadline it lands");
        (uint40 maturesAt, ) = ledger.getBatch(pool, 1);
        assertEq(maturesAt, START + 90 days + HOLD, "with its whole hold to come");

        vmState.revertToState(before);
        vm.warp(START + 90 days + 1);
        assertRefused(THIEF, kept, Errors.RewardLedger_DeadlinePassed.selector, "a second later it does not");
    }

    /// @dev A commit with a deadline in 90 days, not sent.
    function _keepBack() private view returns (bytes memory) {
        Events.BatchHeader memory terms_ = header();
        terms_.deadline = uint40(START + 90 days);
        bytes memory signature = signCommit(ORDER_KEY, pool, 1, terms_, records);
        return abi.encodeCall(ledger.commit, (pool, 1, terms_, records, signature));
    }

    function _expectInvalid(bytes memory signature) private {
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_SignatureInvalid.selector, address(0), orderSigner));
        ledger.commit(pool, 1, header(), records, signature);
    }
}
