// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerEvents} from "../interfaces/IRewardLedgerEvents.sol";

/// @title SignedOrders
/// @notice EIP-712 struct hashes of what a pool's order signer, or a payee, signs.
library SignedOrders {
    bytes32 internal constant COMMIT_TYPEHASH = keccak256(
        "Commit(uint32 pool,uint32 seq,bytes32 recordsHash,uint40 holdSeconds,uint40 deadline,"
        "bytes32 evidenceRoot,bytes32 policyHash,uint256 counts)"
    );

    bytes32 internal constant AMEND_TYPEHASH = keccak256(
        "Amend(uint32 pool,uint32 seq,bytes27 batchHash,bytes32 reductionsHash,uint40 deadline)"
    );

    bytes32 internal constant WITHDRAW_TYPEHASH = keccak256(
        "Withdraw(address payee,address to,uint64 micros,uint64 nonce,uint40 deadline)"
    );

    bytes32 internal constant SET_MINIMUM_PAYOUT_TYPEHASH = keccak256(
        "SetMinimumPayout(address payee,uint64 micros,uint64 nonce,uint40 deadline)"
    );

    /// @notice Struct hash of a commit.
    /// @param recordsHash keccak256 of the records.
    function hashCommit(
        uint32 pool,
        uint32 seq,
        bytes32 recordsHash,
        IRewardLedgerEvents.BatchHeader calldata header
    ) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    COMMIT_TYPEHASH,
                    pool,
                    seq,
                    recordsHash,
                    header.holdSeconds,
                    header.deadline,
                    header.evidenceRoot,
                    header.policyHash,
                    header.counts
                )
            );
    }

    /// @notice Struct hash of an amendment.
    /// @param batchHash The stored hash it starts from, which the amendment changes: so it works once.
    /// @param reductionsHash keccak256 of the reductions.
    function hashAmend(
        uint32 pool,
        uint32 seq,
        bytes27 batchHash,
        bytes32 reductionsHash,
        uint40 deadline
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(AMEND_TYPEHASH, pool, seq, batchHash, reductionsHash, deadline));
    }

    /// @notice Struct hash of a withdrawal.
    /// @param nonce The payee's own, which a withdrawal uses up.
    function hashWithdraw(
        address payee,
        address to,
        uint64 micros,
        uint64 nonce,
        uint40 deadline
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(WITHDRAW_TYPEHASH, payee, to, micros, nonce, deadline));
    }

    /// @notice Struct hash of a payee's own minimum payout.
    /// @param nonce The payee's own, which it uses up.
    function hashSetMinimumPayout(
        address payee,
        uint64 micros,
        uint64 nonce,
        uint40 deadline
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(SET_MINIMUM_PAYOUT_TYPEHASH, payee, micros, nonce, deadline));
    }
}
