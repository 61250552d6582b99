// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IRewardLedger} from "../interfaces/IRewardLedger.sol";
import {Assembly} from "../libraries/Assembly.sol";
import {NetList} from "../libraries/NetList.sol";
import {RateLimit} from "../libraries/RateLimit.sol";
import {Records} from "../libraries/Records.sol";
import {SignedOrders} from "../libraries/SignedOrders.sol";
import {LedgerBase} from "./LedgerBase.sol";

/// @title Batches
/// @notice Reserving rewards, and the two ways back before they mature: a countersigned amendment, or a veto.
abstract contract Batches is LedgerBase {
    /// @inheritdoc IRewardLedger
    function commit(
        uint32 pool,
        uint32 seq,
        BatchHeader calldata header,
        bytes calldata records,
        bytes calldata signature
    ) external override nonReentrant {
        Pool storage stored = _pools[pool];
        address orderSigner = stored.orderSigner;
        if (orderSigner == address(0)) revert RewardLedger_PoolUnknown(pool);
        if (seq != stored.nextSeq) revert RewardLedger_SeqNotNext(seq, stored.nextSeq);
        _checkDeadline(header.deadline);
        if (header.holdSeconds < stored.minHoldSeconds || header.holdSeconds > MAX_HOLD) {
            revert RewardLedger_HoldOutOfBounds(header.holdSeconds, stored.minHoldSeconds, MAX_HOLD);
        }
        bytes32 recordsHash = Assembly.hashOf(records);
        _checkSignature(orderSigner, SignedOrders.hashCommit(pool, seq, recordsHash, header), signature);
        (bytes memory netList, uint256 totalMicros) = Records.net(records, stored.rewardCapMicros, TOKEN);

        uint40 maturesAt = SafeCast.toUint40(block.timestamp + header.holdSeconds);
        _reserve(stored, totalMicros);
        _batches[pool][seq] = Batch({maturesAt: maturesAt, hash: _batchHash(recordsHash, keccak256(netList))});

        emit Committed(pool, seq, header, maturesAt, records, signature);
    }

    /// @inheritdoc IRewardLedger
    function amend(
        BatchRef calldata ref,
        uint40 deadline,
        bytes calldata reductions,
        bytes calldata signature
    ) external override nonReentrant {
        Batch storage batch = _openBatch(ref);
        Pool storage stored = _pools[ref.pool];
        _checkDeadline(deadline);
        bytes32 structHash = SignedOrders.hashAmend(ref.pool, ref.seq, batch.hash, keccak256(reductions), deadline);
        _checkSignature(stored.orderSigner, structHash, signature);
        (bytes memory netList, uint256 totalMicros) = NetList.reduce(ref.netList, reductions);

        batch.hash = _batchHash(ref.recordsHash, keccak256(netList));
        _release(stored, totalMicros);

        emit Amended(ref.pool, ref.seq, deadline, reductions, signature);
    }

    /// @inheritdoc IRewardLedger
    function veto(BatchRef[] calldata batches) external override nonReentrant {
        for (uint256 i; i < batches.length; ++i) {
            BatchRef calldata ref = batches[i];
            Pool storage stored = _ownPool(ref.pool);
            Batch storage batch = _openBatch(ref);
            uint256 totalMicros = NetList.total(ref.netList);

            batch.maturesAt = 0;
            _release(stored, totalMicros);

            emit Vetoed(ref.pool, ref.seq, uint64(totalMicros));
        }
    }

    /*//////////////////////////////////////////////////////////////
                                 CHECKS
    //////////////////////////////////////////////////////////////*/

    function _checkSignature(address orderSigner, bytes32 structHash, bytes calldata signature) private view {
        // A malformed signature recovers to zero, which no order signer is.
        (address recovered, , ) = ECDSA.tryRecoverCalldata(_hashTypedDataV4(structHash), signature);
        if (recovered != orderSigner) revert RewardLedger_SignatureInvalid(recovered, orderSigner);
    }

    /// @dev The batch that `ref` names, if it was committed, is open, has not matured and is described truly.
    function _openBatch(BatchRef calldata ref) private view returns (Batch storage batch) {
        batch = _knownBatch(ref.pool, ref.seq);
        uint40 maturesAt = batch.maturesAt;
        if (maturesAt == 0) revert RewardLedger_BatchNotOpen(ref.pool, ref.seq);
        if (block.timestamp >= maturesAt) revert RewardLedger_BatchMatured(maturesAt, block.timestamp);
        _checkHash(ref.pool, ref.seq, _batchHash(ref.recordsHash, keccak256(ref.netList)), batch.hash);
    }

    /// @dev The batch, if it was ever committed.
    function _knownBatch(uint32 pool, uint32 seq) internal view returns (Batch storage batch) {
        batch = _batches[pool][seq];
        if (batch.hash == 0) revert RewardLedger_BatchUnknown(pool, seq);
    }

    function _checkHash(uint32 pool, uint32 seq, bytes27 given, bytes27 stored) internal pure {
        if (given != stored) revert RewardLedger_BatchHashMismatch(pool, seq, given, stored);
    }

    function _batchHash(bytes32 recordsHash, bytes32 netListHash) internal pure returns (bytes27) {
        return bytes27(Hashes.efficientKeccak256(recordsHash, netListHash));
    }

    /*//////////////////////////////////////////////////////////////
                                EFFECTS
    //////////////////////////////////////////////////////////////*/

    /// @dev Available → reserved, within what the pool has and its rate allows; and the next number.
    function _reserve(Pool storage stored, uint256 totalMicros) private {
        uint64 available = stored.availableMicros;
        if (totalMicros > available) revert RewardLedger_AvailableExceeded(totalMicros, available);
        uint256 level = _rateLevel(stored);
        if (totalMicros > level) revert RewardLedger_RateExceeded(totalMicros, level);

        uint64 micros = uint64(totalMicros);
        stored.availableMicros = available - micros;
        stored.reservedMicros += micros;
        stored.rateLevelMicros = uint64(level - micros);
        stored.rateUpdatedAt = SafeCast.toUint32(block.timestamp);
        ++stored.nextSeq;
    }

    /// @dev Reserved → available. The rate limit gets nothing back.
    function _release(Pool storage stored, uint256 totalMicros) private {
        uint64 micros = uint64(totalMicros);
        stored.reservedMicros -= micros;
        stored.availableMicros += micros;
    }

    /// @dev What the pool's rate limit allows now, in micros.
    function _rateLevel(Pool storage stored) internal view returns (uint256) {
        return
            RateLimit.levelAfter(
                stored.rateLevelMicros,
                block.timestamp - stored.rateUpdatedAt,
                stored.rateCapacityMicros,
                stored.rateMicrosPerDay
            );
    }
}
