// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerEvents as Events} from "../../../contracts/interfaces/IRewardLedgerEvents.sol";
import {LedgerModel} from "./LedgerModel.sol";
import {MockToken} from "./MockToken.sol";

/// @title LedgerHandler
/// @notice The calls that a random history is made of. Each either cannot happen now and returns, or happens and is
/// noted in the ghosts; none may revert.
contract LedgerHandler is LedgerModel {
    uint256 private _settleCalls;
    mapping(address payee => uint256) private _creditedBy;

    function deposit(uint256 seed) external action("deposit") {
        uint256 index = seed % POOLS;
        uint256 rawAmount = bound(seed >> 8, 1, 300_000_000);
        Snapshot memory before = _takeSnapshot();
        mock.mint(address(this), rawAmount);
        mock.approve(address(ledger), rawAmount);

        ledger.deposit(uint32(index + 1), ownerOf(index), rawAmount);

        ghostAvailable[uint32(index + 1)] += rawAmount;
        _compare(before, 1 << index);
    }

    function commit(uint256 seed) external action("commit tried") {
        uint32 to = uint32(seed % POOLS) + 1;
        (bytes memory records, ModelBatch memory batch, uint256 total) = _randomRecords(seed);
        if (total == 0 || total > ledger.rateAvailable(to) || total > ghostAvailable[to]) return;
        Snapshot memory before = _takeSnapshot();

        uint40 holdSeconds = uint40(bound(seed >> 200, 1 hours, 20 days));
        batch.seq = _commitSigned(to, holdSeconds, records);

        (batch.pool, batch.recordsHash, batch.open) = (to, keccak256(records), true);
        batch.maturesAt = uint40(clock + holdSeconds);
        _batches.push(batch);
        committed[to] += total;
        ghostAvailable[to] -= total;
        ghostReserved[to] += total;
        ++calls["commit"];
        _compare(before, 1 << (to - 1));
    }

    function amend(uint256 seed) external action("amend tried") {
        if (_batches.length == 0) return;
        uint256 index = seed % _batches.length;
        ModelBatch storage batch = _batches[index];
        uint256 entry = (seed >> 64) % batch.sums.length;
        if (batch.sums[entry] == 0) return;
        uint40 micros = uint40(bound(seed >> 128, 1, batch.sums[entry]));
        if (seed % 5 == 0) micros = uint40(batch.sums[entry]);
        bytes memory reductions = abi.encodePacked(uint16(entry), uint48(1), micros);
        Events.BatchRef memory described = batchRef(index);
        bytes27 hash = batchHash(described.recordsHash, described.netList);
        bytes memory signature = signAmend(
            keyOf(batch.pool - 1),
            batch.pool,
            batch.seq,
            hash,
            reductions,
            uint40(clock)
        );
        Snapshot memory before = _takeSnapshot();

        bytes memory call = abi.encodeCall(ledger.amend, (described, uint40(clock), reductions, signature));
        if (!_reverse(batch, call)) return;

        batch.sums[entry] -= micros;
        ghostReserved[batch.pool] -= micros;
        ghostAvailable[batch.pool] += micros;
        ++calls["amend"];
        _compare(before, 1 << (batch.pool - 1));
        if (_succeeds(call)) ++forgeriesTaken;
    }

    function veto(uint256 seed) external action("veto tried") {
        if (_batches.length == 0 || seed % 2 != 0) return;
        uint256 index = (seed >> 8) % _batches.length;
        ModelBatch storage batch = _batches[index];
        uint256 total = _total(batch);
        Snapshot memory before = _takeSnapshot();

        bytes memory call = abi.encodeCall(ledger.veto, (list(batchRef(index))));
        vm.prank(ownerOf(batch.pool - 1));
        if (!_reverse(batch, call)) return;

        batch.open = false;
        ghostReserved[batch.pool] -= total;
        ghostAvailable[batch.pool] += total;
        ++calls["veto"];
        _compare(before, 1 << (batch.pool - 1));
    }

    /// @dev Settles up to four batches that have matured or are closed, in a random order, with repeats.
    function settle(uint256 seed) external action("settle tried") {
        uint256[] memory picked = _pickSettleable(seed);
        Events.BatchRef[] memory refs = new Events.BatchRef[](picked.length);
        for (uint256 i; i < picked.length; ++i) {
            refs[i] = batchRef(picked[i]);
        }
        bool push = (seed >> 32) % 3 != 0;
        Snapshot memory before = _takeSnapshot();

        settleBatches(refs, push);

        uint256 touched;
        ++_settleCalls;
        for (uint256 i; i < picked.length; ++i) {
            touched |= _settleGhost(_batches[picked[i]]);
        }
        if (touched != 0) ++calls[push ? bytes32("settle push") : bytes32("settle")];
        if (push) _countHindered();
        _compare(before, touched);
    }

    function pay(uint256 seed) external action("pay") {
        address[] memory payees = new address[](2);
        (payees[0], payees[1]) = (payeeAt(seed % PAYEES), payeeAt((seed >> 8) % PAYEES));
        Snapshot memory before = _takeSnapshot();

        ledger.pay(payees);

        _compare(before, 0);
    }

    function withdraw(uint256 seed) external action("withdraw tried") {
        address payee = payeeAt(seed % PAYEES);
        uint64 owed = owedTo(payee);
        if (owed == 0) return;
        Snapshot memory before = _takeSnapshot();

        vm.prank(payee);
        ledger.withdraw(purseOf(payee), uint64(bound(seed >> 8, 1, owed)));

        ++calls["withdraw"];
        _compare(before, 0);
    }

    function setMinimumPayout(uint256 seed) external action("setMinimumPayout") {
        Snapshot memory before = _takeSnapshot();

        vm.prank(payeeAt(seed % PAYEES));
        ledger.setMinimumPayout(uint64((seed >> 8) % 60_000_000));

        _compare(before, 0);
    }

    function requestWithdrawal(uint256 seed) external action("requestWithdrawal") {
        uint256 index = seed % POOLS;
        Snapshot memory before = _takeSnapshot();

        vm.prank(ownerOf(index));
        ledger.requestWithdrawal(uint32(index + 1), uint64(bound(seed >> 8, 0, 200_000_000)));

        _compare(before, 1 << index);
    }

    function executeWithdrawal(uint256 seed) external action("executeWithdrawal tried") {
        uint256 index = seed % POOLS;
        uint32 from = uint32(index + 1);
        Events.Pool memory stored = ledger.getPool(from);
        if (stored.requestMicros == 0 || stored.availableMicros <= stored.requestDepositedMicros) return;
        // Waits until the request may be executed, if that is still to come.
        if (clock >= uint256(stored.requestReadyAt) + REQUEST_WINDOW) return;
        if (clock < stored.requestReadyAt) clock = stored.requestReadyAt;
        vm.warp(clock);
        Snapshot memory before = _takeSnapshot();

        vm.prank(ownerOf(index));
        uint64 micros = ledger.executeWithdrawal(from);

        withdrawn[from] += micros;
        ghostAvailable[from] -= micros;
        ++calls["executeWithdrawal"];
        _compare(before, 1 << index);
    }

    function pass(uint256 seed) external action("pass") {
        clock += bound(seed, 1, 5 days);
    }

    /// @dev The token refuses a payee from now on, or no longer.
    function refuse(uint256 seed) external action("refuse") {
        bool refused = (seed >> 8) % 2 == 0;
        mock.behave(payeeAt(seed % PAYEES), refused ? MockToken.Behaviour.Revert : MockToken.Behaviour.Honest);
    }

    function donate(uint256 seed) external action("donate") {
        uint256 rawAmount = bound(seed, 1, 1_000_000);
        mock.mint(address(ledger), rawAmount);
        donated += rawAmount;
    }

    /// @dev A commit that another pool's key signed, and one that was signed for another pool.
    function forge(uint256 seed) external action("forge") {
        uint256 index = seed % POOLS;
        uint32 to = uint32(index + 1);
        uint32 other = uint32((index + 1) % POOLS) + 1;
        (bytes memory records, , ) = _randomRecords(seed | 1);
        if (records.length == 0) return;
        Events.BatchHeader memory terms_ = header();
        uint32 seq = ledger.getPool(to).nextSeq;
        bytes memory byOther = signCommit(keyOf(other - 1), to, seq, terms_, records);
        bytes memory forOther = signCommit(keyOf(index), other, seq, terms_, records);

        if (_succeeds(abi.encodeCall(ledger.commit, (to, seq, terms_, records, byOther)))) ++forgeriesTaken;
        if (_succeeds(abi.encodeCall(ledger.commit, (to, seq, terms_, records, forOther)))) ++forgeriesTaken;
    }

    function _commitSigned(uint32 to, uint40 holdSeconds, bytes memory records) private returns (uint32 seq) {
        Events.BatchHeader memory terms_ = header();
        terms_.holdSeconds = holdSeconds;
        seq = ledger.getPool(to).nextSeq;
        ledger.commit(to, seq, terms_, records, signCommit(keyOf(to - 1), to, seq, terms_, records));
    }

    /// @dev Makes a call that lowers or closes a batch. It must succeed before maturity, and not from then on (C-5).
    function _reverse(ModelBatch storage batch, bytes memory call) private returns (bool done) {
        done = _succeeds(call);
        bool inTime = batch.open && clock < batch.maturesAt;
        if (done && !inTime) ++lateReversalsTaken;
        require(done || !inTime, "an amendment or veto in time is taken");
    }

    function _succeeds(bytes memory call) private returns (bool success) {
        (success, ) = address(ledger).call(call);
    }

    function _settleGhost(ModelBatch storage batch) private returns (uint256 touched) {
        if (!batch.open) return 0;
        ghostReserved[batch.pool] -= _total(batch);
        batch.open = false;
        for (uint256 i; i < batch.payees.length; ++i) {
            if (batch.sums[i] == 0) continue;
            ghostCredited[batch.payees[i]] += batch.sums[i];
            _creditedBy[batch.payees[i]] = _settleCalls;
        }
        return 1 << (batch.pool - 1);
    }

    function _pickSettleable(uint256 seed) private view returns (uint256[] memory picked) {
        picked = new uint256[](1 + (seed % 4));
        for (uint256 i; i < picked.length; ++i) {
            if (_batches.length == 0) return new uint256[](0);
            picked[i] = uint256(keccak256(abi.encode(seed, i))) % _batches.length;
            if (_batches[picked[i]].open && _batches[picked[i]].maturesAt > clock) picked[i] = _firstSettleable();
            if (picked[i] == type(uint256).max) return new uint256[](0);
        }
    }

    function _firstSettleable() private view returns (uint256) {
        for (uint256 i; i < _batches.length; ++i) {
            if (_batches[i].open && _batches[i].maturesAt <= clock) return i;
        }
        return type(uint256).max;
    }

    /// @dev C-7: of those whom a push credited, only whom the token refuses may be owed their minimum or more.
    function _countHindered() private {
        for (uint256 i; i < PAYEES; ++i) {
            address payee = payeeAt(i);
            if (_creditedBy[payee] != _settleCalls || owedTo(payee) < minimumOf(payee)) continue;
            if (mock.behaviourTo(payee) == MockToken.Behaviour.Honest) ++hindered;
            else ++calls["deferred"];
        }
    }
}
