// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerErrors as Errors} from "../../contracts/interfaces/IRewardLedgerErrors.sol";
import {IRewardLedgerEvents as Events} from "../../contracts/interfaces/IRewardLedgerEvents.sol";
import {LedgerTest} from "./support/LedgerTest.sol";
import {RecordBytes} from "./support/RecordBytes.sol";

/// @notice C-8: a signature is good for one chain, ledger, pool and batch, and for every field of what it signs. Every
/// test moves or alters one thing of a signed commit that the ledger would have taken.
contract ReplayTest is LedgerTest {
    bytes private records = RecordBytes.one(ALICE, 1, 10);
    Events.BatchHeader private signedTerms;
    bytes private signature;

    function setUp() public override {
        super.setUp();
        signedTerms = header();
        signature = signCommit(ORDER_KEY, pool, 1, signedTerms, records);
    }

    function test_TheSignatureIsGoodForWhatItWasMadeFor() public {
        ledger.commit(pool, 1, signedTerms, records, signature);

        assertEq(reserved(pool), 10, "taken");
    }

    /// @custom:refuses commit SignatureInvalid
    function test_RevertWhen_ReplayedOnAnotherChain() public {
        vm.chainId(block.chainid + 1);

        _expectRefused(pool, 1, signedTerms, records);
    }

    /// @custom:refuses commit SignatureInvalid
    function test_RevertWhen_ReplayedOnAnotherLedger() public {
        ledger = deployLedger(address(token));
        pool = openPool(OWNER);
        fund(pool, OWNER, DEPOSIT);

        _expectRefused(pool, 1, signedTerms, records);
    }

    /// @custom:refuses commit SignatureInvalid
    function test_RevertWhen_ReplayedOnAnotherPool() public {
        uint32 other = openPool(OWNER);
        fund(other, OWNER, DEPOSIT);

        _expectRefused(other, 1, signedTerms, records);
    }

    /// @custom:refuses commit SignatureInvalid, SeqNotNext
    function test_RevertWhen_ReplayedAsTheNextBatch() public {
        ledger.commit(pool, 1, signedTerms, records, signature);

        _expectRefused(pool, 2, signedTerms, records);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_SeqNotNext.selector, 1, 2));
        ledger.commit(pool, 1, signedTerms, records, signature);
    }

    /// @custom:refuses commit SignatureInvalid
    function test_RevertWhen_AFieldIsAltered() public {
        Events.BatchHeader memory altered = signedTerms;

        altered.holdSeconds += 1;
        _expectRefused(pool, 1, altered, records);
        altered = signedTerms;
        altered.deadline += 1;
        _expectRefused(pool, 1, altered, records);
        altered = signedTerms;
        altered.evidenceRoot = keccak256("other evidence");
        _expectRefused(pool, 1, altered, records);
        altered = signedTerms;
        altered.policyHash = keccak256("other policy");
        _expectRefused(pool, 1, altered, records);
        altered = signedTerms;
        altered.counts += 1;
        _expectRefused(pool, 1, altered, records);
        _expectRefused(pool, 1, signedTerms, RecordBytes.one(BOB, 1, 10));
    }

    /// @custom:refuses amend SignatureInvalid
    function test_RevertWhen_AnAmendmentIsReplayedElsewhere() public {
        uint32 other = openPool(OWNER);
        fund(other, OWNER, DEPOSIT);
        bytes memory netList = RecordBytes.entry(ALICE, 10);
        commit(pool, records);
        commit(pool, records);
        commit(other, records);
        bytes memory reductions = RecordBytes.reduction(0, 1, 4);
        uint40 deadline = uint40(START);
        bytes27 hash = batchHash(keccak256(records), netList);
        bytes memory signed = signAmend(ORDER_KEY, pool, 1, hash, reductions, deadline);

        _expectAmendRefused(ref(pool, 2, records, netList), deadline, reductions, signed);
        _expectAmendRefused(ref(other, 1, records, netList), deadline, reductions, signed);
        _expectAmendRefused(ref(pool, 1, records, netList), deadline + 1, reductions, signed);
        _expectAmendRefused(ref(pool, 1, records, netList), deadline, RecordBytes.reduction(0, 1, 5), signed);
        vm.chainId(block.chainid + 1);
        _expectAmendRefused(ref(pool, 1, records, netList), deadline, reductions, signed);
        vm.chainId(block.chainid - 1);
        ledger.amend(ref(pool, 1, records, netList), deadline, reductions, signed);

        assertEq(reserved(pool), 16, "taken where it belongs");
        assertEq(reserved(other), 10, "and nowhere else");
        ledger = deployLedger(address(token));
        fund(openPool(OWNER), OWNER, DEPOSIT);
        commit(pool, records);
        _expectAmendRefused(ref(pool, 1, records, netList), deadline, reductions, signed);
    }

    function _expectRefused(uint32 to, uint32 seq, Events.BatchHeader memory terms_, bytes memory batch) private {
        bytes32 structHash = commitStruct(to, seq, terms_, batch);
        bytes memory refusal = _refusal(structHash, signature);

        vm.expectRevert(refusal);
        ledger.commit(to, seq, terms_, batch, signature);
    }

    function _expectAmendRefused(
        Events.BatchRef memory batch,
        uint40 deadline,
        bytes memory reductions,
        bytes memory signed
    ) private {
        bytes27 hash = batchHash(batch.recordsHash, batch.netList);
        bytes32 structHash = keccak256(
            abi.encode(AMEND_TYPEHASH, batch.pool, batch.seq, hash, keccak256(reductions), deadline)
        );
        bytes memory refusal = _refusal(structHash, signed);

        vm.expectRevert(refusal);
        ledger.amend(batch, deadline, reductions, signed);
    }

    /// @dev Names whoever the signature would be of, which is some address without a key.
    function _refusal(bytes32 structHash, bytes memory signed) private view returns (bytes memory) {
        bytes32 r = bytes32(RecordBytes.slice(signed, 0, 32));
        bytes32 s = bytes32(RecordBytes.slice(signed, 32, 32));
        address recovered = ecrecover(digest(block.chainid, address(ledger), structHash), uint8(signed[64]), r, s);
        assertTrue(recovered != orderSigner, "the alteration shows in the digest");
        return abi.encodeWithSelector(Errors.RewardLedger_SignatureInvalid.selector, recovered, orderSigner);
    }
}
