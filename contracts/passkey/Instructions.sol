// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Instructions
/// @notice EIP-712 struct hashes of what a passkey account is told to do.
library Instructions {
    bytes32 internal constant TRANSFER_TYPEHASH = keccak256(
        "Transfer(address token,address to,uint256 rawAmount,uint64 nonce,uint40 deadline)"
    );

    bytes32 internal constant WITHDRAW_TYPEHASH = keccak256(
        "Withdraw(address ledger,address to,uint64 micros,uint64 nonce,uint40 deadline)"
    );

    bytes32 internal constant SET_MINIMUM_PAYOUT_TYPEHASH = keccak256(
        "SetMinimumPayout(address ledger,uint64 micros,uint64 nonce,uint40 deadline)"
    );

    bytes32 internal constant SET_KEY_TYPEHASH = keccak256(
        "SetKey(bytes32 x,bytes32 y,bool byRecovery,uint64 nonce,uint40 deadline)"
    );

    bytes32 internal constant SET_RECOVERY_TYPEHASH = keccak256(
        "SetRecovery(bytes32 x,bytes32 y,uint64 nonce,uint40 deadline)"
    );

    bytes32 internal constant CANCEL_TYPEHASH = keccak256("Cancel(bool byRecovery,uint64 nonce,uint40 deadline)");
}
