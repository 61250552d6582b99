// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerErrors as Errors} from "../../contracts/interfaces/IRewardLedgerErrors.sol";
import {IRewardLedgerEvents as Events} from "../../contracts/interfaces/IRewardLedgerEvents.sol";
import {LedgerTest} from "./support/LedgerTest.sol";
import {MockWallet} from "./support/MockWallet.sol";
import {RecordBytes} from "./support/RecordBytes.sol";

/// @notice Who may have a batch committed, when, and how much of the pool it may reserve.
contract CommitTermsTest is LedgerTest {
    bytes private records = RecordBytes.one(ALICE, 1, 10);

    /// @custom:refuses commit PoolUnknown
    function test_RevertGiven_ThePoolIsUnknown() public {
        _expectRefused(9, 1, header(), abi.encodeWithSelector(Errors.RewardLedger_PoolUnknown.selector, 9));
    }

    /// @custom:refuses commit SeqNotNext
    function test_RevertWhen_TheNumberIsNotTheNext() public {
        _expectRefused(pool, 2, header(), abi.encodeWithSelector(Errors.RewardLedger_SeqNotNext.selector, 2, 1));
        commit(pool, records);
        _expectRefused(pool, 1, header(), abi.encodeWithSelector(Errors.RewardLedger_SeqNotNext.selector, 1, 2));
        _expectRefused(pool, 0, header(), abi.encodeWithSelector(Errors.RewardLedger_SeqNotNext.selector, 0, 2));
    }

    function test_TakesTheLastInstantBeforeTheDeadlinePasses() public {
        Events.BatchHeader memory terms_ = header();
        vm.warp(terms_.deadline);

        _commit(terms_, records);

        assertEq(reserved(pool), 10, "at the deadline");
    }

    /// @custom:refuses commit DeadlinePassed
    function test_RevertWhen_TheDeadlineHasPassed() public {
        Events.BatchHeader memory terms_ = header();
        vm.warp(terms_.deadline + 1);

        _expectRefused(
            pool,
            1,
            terms_,
            abi.encodeWithSelector(Errors.RewardLedger_DeadlinePassed.selector, terms_.deadline, terms_.deadline + 1)
        );
    }

    function test_TakesTheShortestAndTheLongestHold() public {
        Events.BatchHeader memory terms_ = header();
        _commit(terms_, records);
        terms_.holdSeconds = 120 days;
        _commit(terms_, records);

        (uint40 maturesAt, ) = ledger.getBatch(pool, 2);
        assertEq(maturesAt, START + 120 days, "matures");
    }

    /// @custom:refuses commit HoldOutOfBounds
    function test_RevertWhen_TheHoldIsOutOfBounds() public {
        Events.BatchHeader memory terms_ = header();
        terms_.holdSeconds = HOLD - 1;
        _expectHoldRefused(terms_);
        terms_.holdSeconds = 120 days + 1;
        _expectHoldRefused(terms_);
    }

    /// @custom:refuses commit SignatureInvalid
    function test_RevertWhen_AnotherKeySigned() public {
        uint256 otherKey = 0xB0B;
        Events.BatchHeader memory terms_ = header();
        bytes memory signature = signCommit(otherKey, pool, 1, terms_, records);

        vm.expectRevert(_signatureRefusal(vm.addr(otherKey)));
        ledger.commit(pool, 1, terms_, records, signature);
    }

    /// @custom:refuses commit SignatureInvalid
    function test_RevertWhen_TheSignatureIsMalformed() public {
        Events.BatchHeader memory terms_ = header();
        bytes memory signature = signCommit(ORDER_KEY, pool, 1, terms_, records);

        bytes memory rs = RecordBytes.slice(signature, 0, 64);
        bytes[5] memory malformed = [
            bytes(""),
            rs,
            bytes.concat(signature, hex"00"),
            bytes.concat(rs, hex"00"),
            new bytes(65)
        ];

        for (uint256 i; i < malformed.length; ++i) {
            vm.expectRevert(_signatureRefusal(address(0)));
            ledger.commit(pool, 1, terms_, records, malformed[i]);
        }
    }

    /// @dev The same signature with s replaced by n − s recovers the same key, and must not be taken.
    /// @custom:refuses commit SignatureInvalid
    function test_RevertWhen_TheSignatureHasAHighS() public {
        uint256 order = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
        Events.BatchHeader memory terms_ = header();
        bytes32 digest_ = digest(block.chainid, address(ledger), commitStruct(pool, 1, terms_, records));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(ORDER_KEY, digest_);

        vm.expectRevert(_signatureRefusal(address(0)));
        ledger.commit(
            pool,
            1,
            terms_,
            records,
            abi.encodePacked(r, bytes32(order - uint256(s)), v == 27 ? uint8(28) : uint8(27))
        );
    }

    /// @custom:refuses commit SignatureInvalid
    function test_RevertGiven_TheOrderSignerWasChanged() public {
        Events.BatchHeader memory terms_ = header();
        bytes memory signature = signCommit(ORDER_KEY, pool, 1, terms_, records);
        vm.prank(OWNER);
        ledger.setOrderSigner(pool, BOB);

        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_SignatureInvalid.selector, orderSigner, BOB));
        ledger.commit(pool, 1, terms_, records, signature);
    }

    /// @dev An order signer is a plain key; what code at its address would say is not asked.
    /// @custom:refuses commit SignatureInvalid
    function test_RevertGiven_TheOrderSignerIsAWallet() public {
        address wallet = address(new MockWallet(MockWallet.Behaviour.SayYes, orderSigner, address(0)));
        vm.prank(OWNER);
        ledger.setOrderSigner(pool, wallet);
        Events.BatchHeader memory terms_ = header();
        bytes memory signature = signCommit(ORDER_KEY, pool, 1, terms_, records);

        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_SignatureInvalid.selector, orderSigner, wallet));
        ledger.commit(pool, 1, terms_, records, signature);
    }

    function test_AnOrderSignersKeyKeepsItsWordWhenItDelegatesToCode() public {
        MockWallet code = new MockWallet(MockWallet.Behaviour.SayNo, address(0), address(0));
        vm.etch(orderSigner, abi.encodePacked(hex"ef0100", address(code)));

        commit(pool, records);

        assertEq(reserved(pool), 10, "by its signature alone");
    }

    /// @custom:refuses commit AvailableExceeded
    function test_ReservesAllThatIsAvailableAndNotMore() public {
        pool = openPool(OWNER);
        fund(pool, OWNER, 100);

        _expectRecordsRefused(
            RecordBytes.one(ALICE, 1, 101),
            abi.encodeWithSelector(Errors.RewardLedger_AvailableExceeded.selector, 101, 100)
        );
        commit(pool, RecordBytes.one(ALICE, 1, 100));

        assertEq(available(pool), 0, "all of it");
        assertEq(reserved(pool), 100, "reserved");
    }

    /// @custom:refuses commit RateExceeded
    function test_RateLimitLetsTheCapacityThroughAtOnceAndNotMore() public {
        _commitTotal(CAPACITY);

        assertEq(ledger.rateAvailable(pool), 0, "empty");
        _expectRecordsRefused(
            RecordBytes.one(ALICE, 1, 1),
            abi.encodeWithSelector(Errors.RewardLedger_RateExceeded.selector, 1, 0)
        );
    }

    /// @dev 864 a day is 10 000 micros a second.
    /// @custom:refuses commit RateExceeded
    function test_RateLimitRegainsByTheSecond() public {
        _commitTotal(CAPACITY);

        vm.warp(START + 1);
        assertEq(ledger.rateAvailable(pool), 10_000, "a second");
        _expectRecordsRefused(
            RecordBytes.one(ALICE, 1, 10_001),
            abi.encodeWithSelector(Errors.RewardLedger_RateExceeded.selector, 10_001, 10_000)
        );
        commit(pool, RecordBytes.one(ALICE, 1, 10_000));
        assertEq(ledger.rateAvailable(pool), 0, "empty again");

        vm.warp(START + 1 + 1 days);
        assertEq(ledger.rateAvailable(pool), PER_DAY, "a day");
    }

    function test_RateLimitStopsAtItsCapacity() public {
        _commitTotal(CAPACITY);

        vm.warp(START + 365 days);

        assertEq(ledger.rateAvailable(pool), CAPACITY, "full and not more");
    }

    function test_RateLimitGetsNothingBackByAmendmentOrVeto() public {
        bytes memory batch = RecordBytes.one(ALICE, 1, CAP);
        commit(pool, batch);
        amend(ref(pool, 1, batch, RecordBytes.entry(ALICE, CAP)), RecordBytes.reduction(0, 1, CAP - 1));
        vm.prank(OWNER);
        ledger.veto(list(ref(pool, 1, batch, RecordBytes.entry(ALICE, 1))));

        assertEq(ledger.rateAvailable(pool), CAPACITY - CAP, "still used");
        assertEq(available(pool), DEPOSIT, "though the money is back");
    }

    function testFuzz_RateLimitNeverLetsThroughMoreThanCapacityPlusRate(uint256 seed) public {
        fund(pool, OWNER, 1e13);
        uint256 committed;
        for (uint256 i; i < 12; ++i) {
            uint256 dice = uint256(keccak256(abi.encode(seed, i)));
            vm.warp(block.timestamp + (dice % 12 hours));
            uint256 payees = bound(dice >> 64, 1, 40);
            uint256 micros = ledger.rateAvailable(pool) / payees;
            if (micros == 0) continue;
            if (micros > CAP) micros = CAP;
            (bytes memory batch, ) = RecordBytes.range(0x1000, payees, uint40(micros));
            commit(pool, batch);
            committed += payees * micros;
        }

        vm.assertGt(committed, CAPACITY, "the limit was reached");
        vm.assertGe(CAPACITY + ((block.timestamp - START) * PER_DAY) / 1 days, committed, "C-4: within the rate");
    }

    /// @dev Commits `total` in rewards at the cap, which must divide it.
    function _commitTotal(uint256 total) private {
        (bytes memory batch, ) = RecordBytes.range(0x1000, total / CAP, CAP);
        commit(pool, batch);
    }

    function _commit(Events.BatchHeader memory terms_, bytes memory batch) private {
        uint32 seq = ledger.getPool(pool).nextSeq;
        ledger.commit(pool, seq, terms_, batch, signCommit(ORDER_KEY, pool, seq, terms_, batch));
    }

    function _expectHoldRefused(Events.BatchHeader memory terms_) private {
        _expectRefused(
            pool,
            1,
            terms_,
            abi.encodeWithSelector(Errors.RewardLedger_HoldOutOfBounds.selector, terms_.holdSeconds, HOLD, 120 days)
        );
    }

    function _expectRefused(uint32 to, uint32 seq, Events.BatchHeader memory terms_, bytes memory refusal) private {
        bytes memory signature = signCommit(ORDER_KEY, to, seq, terms_, records);
        vm.expectRevert(refusal);
        ledger.commit(to, seq, terms_, records, signature);
    }

    function _expectRecordsRefused(bytes memory batch, bytes memory refusal) private {
        uint32 seq = ledger.getPool(pool).nextSeq;
        Events.BatchHeader memory terms_ = header();
        bytes memory signature = signCommit(ORDER_KEY, pool, seq, terms_, batch);
        vm.expectRevert(refusal);
        ledger.commit(pool, seq, terms_, batch, signature);
    }

    function _signatureRefusal(address recovered) private view returns (bytes memory) {
        return abi.encodeWithSelector(Errors.RewardLedger_SignatureInvalid.selector, recovered, orderSigner);
    }
}
