// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerEvents as Events} from "../../../contracts/interfaces/IRewardLedgerEvents.sol";
import {Dice} from "./Dice.sol";
import {PasskeyActions} from "./PasskeyActions.sol";

/// @title ThiefActions
/// @notice Whoever stole the key of a relayer, a payee, an order signer or a pool's owner does the most harmful things
/// that it allows.
abstract contract ThiefActions is PasskeyActions {
    using Dice for Dice.Cup;

    /*//////////////////////////////////////////////////////////////
                          THE KEY OF A RELAYER
    //////////////////////////////////////////////////////////////*/

    /// @dev Carries again what was signed and taken.
    function relayerThiefReplays(uint256 seed) external turn(seed) {
        _mustNot(8, "a signed call was taken twice", carrierAt(0), _someRemembered(dice(seed)));
    }

    /// @dev A commit that would be taken but for one thing which its signature binds.
    function relayerThiefAltersCommit(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        uint32 pool_ = _somePool(cup);
        vm.assume(_reservable(pool_) != 0);
        (bytes memory records, , ) = _draftFor(cup.below(PEOPLE), pool_, 1);
        Events.BatchHeader memory terms_ = _header(_pools[pool_].terms.minHoldSeconds);
        bytes memory signature = _almostSign(cup, pool_, terms_, records);

        uint32 seq = uint32(_pools[pool_].commits + 1);
        bytes memory call = abi.encodeCall(ledger.commit, (pool_, seq, terms_, records, signature));
        _mustNot(8, "a commit that nobody signed", carrierAt(0), call);
    }

    /// @dev Calls what only an owner, an heir or a payee may, and where they could.
    function relayerThiefImpersonates(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        uint32 pool_ = _somePool(cup);
        address thief = carrierAt(0);
        bytes memory call;
        uint256 kind = cup.below(7);
        if (kind == 0) call = abi.encodeCall(ledger.setOrderSigner, (pool_, carrierAt(1)));
        if (kind == 1) call = abi.encodeCall(ledger.transferPool, (pool_, thief));
        if (kind == 2) call = abi.encodeCall(ledger.acceptPool, (pool_));
        if (kind == 3) call = abi.encodeCall(ledger.requestWithdrawal, (pool_, 1));
        if (kind == 4) call = abi.encodeCall(ledger.executeWithdrawal, (_someExecutable(cup)));
        if (kind == 5) call = abi.encodeCall(ledger.veto, (list(_refOf(_someOpen(cup, false)))));
        if (kind == 6) {
            address payee = _someOwed(cup, true).account;
            call = abi.encodeCall(ledger.withdrawWithSignature, (payee, thief, 1, uint40(clock), new bytes(65)));
        }

        _mustNot(3, "an owner's or a payee's call by somebody else", thief, call);
    }

    function _almostSign(
        Dice.Cup memory cup,
        uint32 pool_,
        Events.BatchHeader memory terms_,
        bytes memory records
    ) private view returns (bytes memory) {
        uint256 key = _pools[pool_].orderKey;
        uint32 seq = uint32(_pools[pool_].commits + 1);
        uint256 kind = cup.below(9);
        if (kind == 0) key = _pools[(pool_ % pools) + 1].orderKey;
        if (kind == 1) key = _pools[pool_].formerOrderKey == 0 ? 0xBAD : _pools[pool_].formerOrderKey;
        if (kind == 2) pool_ = (pool_ % pools) + 1;
        if (kind == 3) ++seq;
        Events.BatchHeader memory signed = Events.BatchHeader(
            kind == 4 ? terms_.holdSeconds + 1 : terms_.holdSeconds,
            kind == 4 && cup.oneIn(2) ? terms_.deadline + 1 : terms_.deadline,
            terms_.evidenceRoot,
            kind == 5 ? bytes32(cup.roll()) : terms_.policyHash,
            kind == 5 ? terms_.counts + 1 : terms_.counts
        );
        bytes32 structHash = commitStruct(pool_, seq, signed, kind == 6 ? bytes.concat(records, "0") : records);
        uint256 chainId = kind == 7 ? block.chainid + 1 : block.chainid;
        return signDigest(key, digest(chainId, kind == 8 ? address(mock) : address(ledger), structHash));
    }

    /// @dev An amendment that would be taken but for one thing which its signature binds.
    function relayerThiefAltersAmendment(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        uint256 index = _someOpen(cup, false);
        vm.assume(_batches[index].sums[0] > 1);
        bytes memory reductions = abi.encodePacked(uint16(0), uint48(0), uint40(1));
        bytes32 structHash = _almostAmendment(cup.below(6), index, reductions);
        uint256 key = cup.oneIn(7) ? 0xBAD : _pools[_batches[index].pool].orderKey;
        bytes memory signature = signStruct(key, structHash);

        bytes memory call = abi.encodeCall(ledger.amend, (_refOf(index), uint40(clock), reductions, signature));
        _mustNot(8, "an amendment that nobody signed", carrierAt(0), call);
    }

    function _almostAmendment(
        uint256 kind,
        uint256 index,
        bytes memory reductions
    ) private view returns (bytes32 structHash) {
        ModelBatch storage batch = _batches[index];
        if (kind == 5) reductions = abi.encodePacked(uint16(0), uint48(0), uint40(2));
        return
            keccak256(
                abi.encode(
                    kind == 0 ? COMMIT_TYPEHASH : AMEND_TYPEHASH,
                    kind == 1 ? batch.pool + 1 : batch.pool,
                    kind == 2 ? batch.seq + 1 : batch.seq,
                    kind == 3 ? bytes27(batch.recordsHash) : _hashOf(index),
                    keccak256(reductions),
                    kind == 4 ? clock + 1 : clock
                )
            );
    }

    /*//////////////////////////////////////////////////////////////
                           THE KEY OF A PAYEE
    //////////////////////////////////////////////////////////////*/

    function payeeKeyIsStolen(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        Person storage person = _people[cup.below(PEOPLE)];
        vm.assume(!person.isStolen && person.kind != Kind.Thief);
        person.isStolen = true;
    }

    /// @dev Takes what there is, or keeps it from being pushed to its owner.
    function payeeThiefTakes(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        uint256 first = cup.below(PEOPLE);
        uint256 found = PEOPLE;
        for (uint256 i; i < PEOPLE && found == PEOPLE; ++i) {
            Person storage candidate = _people[(first + i) % PEOPLE];
            if (candidate.isStolen && candidate.kind != Kind.Passkey) found = (first + i) % PEOPLE;
        }
        vm.assume(found != PEOPLE);
        Person storage person = _people[found];
        if (owedTo(person.account) == 0) _setMinimumSigned(cup, person, 1_000_000_000);
        else _withdrawSigned(cup, person, lootOf(person.account));
    }

    /*//////////////////////////////////////////////////////////////
                       THE KEY OF AN ORDER SIGNER
    //////////////////////////////////////////////////////////////*/

    function orderKeyIsStolen(uint256 seed) external turn(seed) {
        uint32 pool_ = _somePool(dice(seed));
        _beginTheft(pool_, false);
    }

    /// @dev As much as the pool can reserve, to the thief's own payee, as soon as its hold allows.
    function orderThiefCommitsToItself(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        uint32 pool_ = _someStolen(cup);
        uint256 most = _reservable(pool_);
        vm.assume(most != 0);
        (bytes memory records, ModelBatch memory batch, uint256 total) = _draftFor(_thief(), pool_, most);
        batch.isThiefs = true;
        _commit(cup, batch, records, total, _pools[pool_].terms.minHoldSeconds);
    }

    /// @dev Takes their rewards from others, to have them for itself.
    function orderThiefAmendsOthers(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        uint256 index = _someOpen(cup, false);
        ModelBatch storage batch = _batches[index];
        vm.assume(_pools[batch.pool].theft.startedAt != 0 && !batch.isThiefs);
        _amend(cup, index, true);
    }

    /// @dev A new order key first, so that no amendment comes in between; then a veto of what the thief has open.
    function ownerReactsToTheft(uint256 seed) external turn(seed) {
        uint32 pool_ = _someStolen(dice(seed));
        Theft storage theft = _pools[pool_].theft;
        vm.assume(!theft.ofOwner);

        _changeOrderKey(pool_, ++orderKeys);
        _veto(pool_, _vetoable(pool_, _open.length, true));

        theft.endedMicros += _boundOf(pool_);
        theft.startedAt = 0;
    }

    /*//////////////////////////////////////////////////////////////
                       THE KEY OF A POOL'S OWNER
    //////////////////////////////////////////////////////////////*/

    function ownerKeyIsStolen(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        vm.assume(cup.oneIn(3));
        _beginTheft(_somePool(cup), true);
    }

    /// @dev Makes itself the order signer, asks for all the money, takes it, vetoes, or has the pool handed over.
    function ownerThiefActs(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        uint32 pool_ = _someStolen(cup);
        ModelPool storage of_ = _pools[pool_];
        vm.assume(of_.theft.ofOwner);
        uint256 kind = cup.below(5);
        if (kind == 0) _changeOrderKey(pool_, ++orderKeys);
        else if (kind == 1) _veto(pool_, _vetoable(pool_, 4, false));
        else if (kind == 2) _handOver(pool_, ownerAt(RETAILERS));
        else if (of_.requested == 0) _request(pool_, uint64(type(int64).max));
        else _execute(pool_);
    }

    /*//////////////////////////////////////////////////////////////
                                 BOUNDS
    //////////////////////////////////////////////////////////////*/

    /// @dev What the present holder of a stolen order key can have got by commits that have matured by now: nothing
    /// within a hold of the theft, then what the rate allowed until a hold ago, and never more than there was.
    function _boundOf(uint32 pool_) internal view returns (uint256) {
        ModelPool storage of_ = _pools[pool_];
        uint256 matures = of_.theft.startedAt + of_.terms.minHoldSeconds;
        if (of_.theft.startedAt == 0 || clock < matures) return 0;
        uint256 regained = (uint256(of_.terms.rateMicrosPerDay) * (clock - matures)) / 1 days;
        uint256 allowed = of_.terms.rateCapacityMicros + regained;
        return allowed < of_.theft.reachMicros ? allowed : of_.theft.reachMicros;
    }

    function _thief() internal view returns (uint256 person) {
        while (_people[person].kind != Kind.Thief) ++person;
    }

    function _beginTheft(uint32 pool_, bool ofOwner) private {
        ModelPool storage of_ = _pools[pool_];
        vm.assume(of_.theft.startedAt == 0 && !of_.theft.ofOwner);
        of_.theft.startedAt = clock;
        of_.theft.ofOwner = ofOwner;
        of_.theft.reachMicros = of_.available;
        of_.theft.announcedMicros = ofOwner ? of_.requested : 0;
    }

    function _someStolen(Dice.Cup memory cup) private view returns (uint32 pool_) {
        uint256 first = cup.below(pools);
        for (uint256 i; i < pools && pool_ == 0; ++i) {
            uint32 candidate = uint32((first + i) % pools) + 1;
            if (_pools[candidate].theft.startedAt != 0) pool_ = candidate;
        }
        vm.assume(pool_ != 0);
    }
}
